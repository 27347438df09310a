import { nextRoute } from '@/lib/entrance/next-route';
import { patchLaunchpadDraft } from '@/lib/protocols/console';

export const PATCH = nextRoute(patchLaunchpadDraft);
