import { nextRoute } from '@/lib/entrance/next-route';
import { getReturns, postReturn } from '@/lib/protocols/sacp/orders';

export const GET = nextRoute(getReturns);
export const POST = nextRoute(postReturn);
