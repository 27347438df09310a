import { getSession, updateSession } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const GET = nextRoute(getSession);
export const POST = nextRoute(updateSession);
export const OPTIONS = preflightRoute(getSession, updateSession);
