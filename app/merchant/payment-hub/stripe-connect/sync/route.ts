import { nextRoute } from '@/lib/entrance/next-route';
import { postConnectSync } from '@/lib/protocols/console/payment-hub';

export const POST = nextRoute(postConnectSync);
