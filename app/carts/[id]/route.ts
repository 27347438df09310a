import { getCart, putCart } from '@/lib/protocols/acp';
import { nextRoute } from '@/lib/entrance/next-route';

export const GET = nextRoute(getCart);
export const PUT = nextRoute(putCart);
