import { nextRoute } from '@/lib/entrance/next-route';
import { patchItem } from '@/lib/protocols/console/menu';

export const PATCH = nextRoute(patchItem);
