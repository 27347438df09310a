import { nextRoute } from '@/lib/entrance/next-route';
import { getNotifications, patchNotifications } from '@/lib/protocols/console';

export const GET = nextRoute(getNotifications);
export const PATCH = nextRoute(patchNotifications);
