import { nextRoute } from '@/lib/entrance/next-route';
import { getOverview } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getOverview);
