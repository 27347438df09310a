import { postMcp } from '@/lib/entrance/mcp';
import { nextRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(postMcp);
