import { nextRoute } from '@/lib/entrance/next-route';
import { deleteOpsWebhook } from '@/lib/protocols/orchestrator';

export const DELETE = nextRoute(deleteOpsWebhook);
