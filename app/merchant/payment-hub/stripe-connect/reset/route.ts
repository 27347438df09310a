import { nextRoute } from '@/lib/entrance/next-route';
import { postConnectReset } from '@/lib/protocols/console/payment-hub';

export const POST = nextRoute(postConnectReset);
