import { nextRoute } from '@/lib/entrance/next-route';
import { getActions } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getActions);
