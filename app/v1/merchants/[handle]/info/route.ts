import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getInfo } from '@/lib/protocols/quote';

export const GET = nextRoute(getInfo);
export const OPTIONS = preflightRoute(getInfo);
