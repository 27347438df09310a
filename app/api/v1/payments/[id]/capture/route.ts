import { nextRoute } from '@/lib/entrance/next-route';
import { postPaymentCapture } from '@/lib/protocols/sacp/network';

export const POST = nextRoute(postPaymentCapture);
