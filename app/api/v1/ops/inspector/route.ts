import { nextRoute } from '@/lib/entrance/next-route';
import { getInspector, putInspector } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getInspector);
export const PUT = nextRoute(putInspector);
