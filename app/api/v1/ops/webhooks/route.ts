import { nextRoute } from '@/lib/entrance/next-route';
import { getOpsWebhooks, postOpsWebhook } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getOpsWebhooks);
export const POST = nextRoute(postOpsWebhook);
