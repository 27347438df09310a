import { nextRoute } from '@/lib/entrance/next-route';
import { deleteOpsSession, postOpsSession } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postOpsSession);
export const DELETE = nextRoute(deleteOpsSession);
