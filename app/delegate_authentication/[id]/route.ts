import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getAuthenticationSession } from '@/lib/protocols/acp';

export const GET = nextRoute(getAuthenticationSession);
export const OPTIONS = preflightRoute(getAuthenticationSession);
