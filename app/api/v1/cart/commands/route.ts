import { nextRoute } from '@/lib/entrance/next-route';
import { postCartCommand } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postCartCommand);
