import { completeSession } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(completeSession);
export const OPTIONS = preflightRoute(completeSession);
