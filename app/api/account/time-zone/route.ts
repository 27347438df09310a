import { nextRoute } from '@/lib/entrance/next-route';
import { patchTimeZone } from '@/lib/protocols/account';

export const PATCH = nextRoute(patchTimeZone);
