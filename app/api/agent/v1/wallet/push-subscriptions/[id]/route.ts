import { nextRoute } from '@/lib/entrance/next-route';
import { deletePushSubscription } from '@/lib/protocols/sacp/notifications';

export const DELETE = nextRoute(deletePushSubscription);
