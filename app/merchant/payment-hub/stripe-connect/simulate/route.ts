import { nextRoute } from '@/lib/entrance/next-route';
import { postSimulate } from '@/lib/protocols/console/payment-hub';

export const POST = nextRoute(postSimulate);
