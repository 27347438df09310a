import { nextRoute } from '@/lib/entrance/next-route';
import { approveReturn } from '@/lib/protocols/sacp/orders';

export const POST = nextRoute(approveReturn);
