import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getOpenapi } from '@/lib/protocols/platform';

export const GET = nextRoute(getOpenapi);
export const OPTIONS = preflightRoute(getOpenapi);
