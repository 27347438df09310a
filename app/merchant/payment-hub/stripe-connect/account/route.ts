import { nextRoute } from '@/lib/entrance/next-route';
import { postConnectAccount } from '@/lib/protocols/console/payment-hub';

export const POST = nextRoute(postConnectAccount);
