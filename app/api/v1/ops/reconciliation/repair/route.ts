import { nextRoute } from '@/lib/entrance/next-route';
import { postRepair } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postRepair);
