import { nextRoute } from '@/lib/entrance/next-route';
import { postReplay } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postReplay);
