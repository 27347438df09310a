import { nextRoute } from '@/lib/entrance/next-route';
import { getGoogleStart } from '@/lib/protocols/console';

export const GET = nextRoute(getGoogleStart);
