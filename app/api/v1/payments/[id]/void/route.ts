import { nextRoute } from '@/lib/entrance/next-route';
import { postPaymentVoid } from '@/lib/protocols/sacp/network';

export const POST = nextRoute(postPaymentVoid);
