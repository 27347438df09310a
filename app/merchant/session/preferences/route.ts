import { nextRoute } from '@/lib/entrance/next-route';
import { patchPreferences } from '@/lib/protocols/console';

export const PATCH = nextRoute(patchPreferences);
