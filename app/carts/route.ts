import { createCart } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(createCart);
export const OPTIONS = preflightRoute(createCart);
