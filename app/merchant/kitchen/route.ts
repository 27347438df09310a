import { nextRoute } from '@/lib/entrance/next-route';
import { getKitchen } from '@/lib/protocols/console/kitchen';

export const GET = nextRoute(getKitchen);
