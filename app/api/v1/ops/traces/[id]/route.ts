import { nextRoute } from '@/lib/entrance/next-route';
import { getTrace } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getTrace);
