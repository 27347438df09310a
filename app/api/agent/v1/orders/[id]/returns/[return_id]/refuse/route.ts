import { nextRoute } from '@/lib/entrance/next-route';
import { refuseReturn } from '@/lib/protocols/sacp/orders';

export const POST = nextRoute(refuseReturn);
