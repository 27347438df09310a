import { nextRoute } from '@/lib/entrance/next-route';
import { patchSection } from '@/lib/protocols/console/menu';

export const PATCH = nextRoute(patchSection);
