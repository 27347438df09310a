import { nextRoute } from '@/lib/entrance/next-route';
import { postExecute } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postExecute);
