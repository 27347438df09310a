import { nextRoute } from '@/lib/entrance/next-route';
import { deleteWebhook } from '@/lib/protocols/sacp/webhooks';

export const DELETE = nextRoute(deleteWebhook);
