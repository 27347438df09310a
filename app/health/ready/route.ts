import { nextRoute } from '@/lib/entrance/next-route';
import { getHealthReady } from '@/lib/protocols/platform';

export const GET = nextRoute(getHealthReady);
