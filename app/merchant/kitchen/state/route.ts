import { nextRoute } from '@/lib/entrance/next-route';
import { patchKitchenState } from '@/lib/protocols/console/kitchen';

export const PATCH = nextRoute(patchKitchenState);
