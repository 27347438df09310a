import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getProfile } from '@/lib/protocols/ucp';

export const GET = nextRoute(getProfile);
export const OPTIONS = preflightRoute(getProfile);
