import { nextRoute } from '@/lib/entrance/next-route';
import { postTestShip } from '@/lib/protocols/testing';

export const POST = nextRoute(postTestShip);
