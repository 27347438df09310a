import { nextRoute } from '@/lib/entrance/next-route';
import { getHealthLive } from '@/lib/protocols/platform';

export const GET = nextRoute(getHealthLive);
