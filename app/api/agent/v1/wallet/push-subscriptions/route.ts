import { nextRoute } from '@/lib/entrance/next-route';
import { getPushSubscriptions, postPushSubscription } from '@/lib/protocols/sacp/notifications';

export const GET = nextRoute(getPushSubscriptions);
export const POST = nextRoute(postPushSubscription);
