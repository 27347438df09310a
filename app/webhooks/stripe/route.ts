import { nextRoute } from '@/lib/entrance/next-route';
import { postStripeWebhook } from '@/lib/protocols/platform';

export const POST = nextRoute(postStripeWebhook);
