import { createCart } from '@/lib/protocols/acp';
import { nextRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(createCart);
