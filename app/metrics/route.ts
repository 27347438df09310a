import { nextRoute } from '@/lib/entrance/next-route';
import { getMetrics } from '@/lib/protocols/platform';

export const GET = nextRoute(getMetrics);
