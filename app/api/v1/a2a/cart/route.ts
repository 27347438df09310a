import { nextRoute } from '@/lib/entrance/next-route';
import { postA2aCart } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postA2aCart);
