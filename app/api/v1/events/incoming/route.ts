import { nextRoute } from '@/lib/entrance/next-route';
import { postEvent } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postEvent);
