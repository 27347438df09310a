import { nextRoute } from '@/lib/entrance/next-route';
import { getKitchenEvents } from '@/lib/protocols/console/kitchen';

export const GET = nextRoute(getKitchenEvents);
