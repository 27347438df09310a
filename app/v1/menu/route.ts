import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getMenu } from '@/lib/protocols/quote';

export const GET = nextRoute(getMenu);
export const OPTIONS = preflightRoute(getMenu);
