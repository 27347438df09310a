import { nextRoute } from '@/lib/entrance/next-route';
import { getPayment } from '@/lib/protocols/sacp/network';

export const GET = nextRoute(getPayment);
