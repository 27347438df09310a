import { nextRoute } from '@/lib/entrance/next-route';
import { postRefund } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postRefund);
