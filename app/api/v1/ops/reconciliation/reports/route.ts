import { nextRoute } from '@/lib/entrance/next-route';
import { getReports } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getReports);
