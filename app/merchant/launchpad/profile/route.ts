import { nextRoute } from '@/lib/entrance/next-route';
import { patchLaunchpadProfile } from '@/lib/protocols/console';

export const PATCH = nextRoute(patchLaunchpadProfile);
