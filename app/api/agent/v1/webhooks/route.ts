import { nextRoute } from '@/lib/entrance/next-route';
import { getWebhooks, postWebhook } from '@/lib/protocols/sacp/webhooks';

export const GET = nextRoute(getWebhooks);
export const POST = nextRoute(postWebhook);
