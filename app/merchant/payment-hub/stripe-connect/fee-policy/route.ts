import { nextRoute } from '@/lib/entrance/next-route';
import { postFeePolicy } from '@/lib/protocols/console/payment-hub';

export const POST = nextRoute(postFeePolicy);
