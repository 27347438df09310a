import { cancelCart } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(cancelCart);
export const OPTIONS = preflightRoute(cancelCart);
