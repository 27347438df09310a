import { createSession } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(createSession);
export const OPTIONS = preflightRoute(createSession);
