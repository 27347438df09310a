import { nextRoute } from '@/lib/entrance/next-route';
import { postOrderShip } from '@/lib/protocols/account';

export const POST = nextRoute(postOrderShip);
