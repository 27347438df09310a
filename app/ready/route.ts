import { nextRoute } from '@/lib/entrance/next-route';
import { getReady } from '@/lib/protocols/platform';

export const GET = nextRoute(getReady);
