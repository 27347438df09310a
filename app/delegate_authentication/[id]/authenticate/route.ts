import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { authenticateSession } from '@/lib/protocols/acp';

export const POST = nextRoute(authenticateSession);
export const OPTIONS = preflightRoute(authenticateSession);
