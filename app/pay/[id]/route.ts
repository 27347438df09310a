import { nextRoute } from '@/lib/entrance/next-route';
import { postPayment, showPayment } from '@/lib/protocols/pay';

export const GET = nextRoute(showPayment);
export const POST = nextRoute(postPayment);
