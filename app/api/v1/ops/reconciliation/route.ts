import { nextRoute } from '@/lib/entrance/next-route';
import { postReconciliation } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postReconciliation);
