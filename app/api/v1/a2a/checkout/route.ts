import { nextRoute } from '@/lib/entrance/next-route';
import { postA2aCheckout } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postA2aCheckout);
