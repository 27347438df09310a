import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { createAuthentication } from '@/lib/protocols/acp';

export const POST = nextRoute(createAuthentication);
export const OPTIONS = preflightRoute(createAuthentication);
