import { nextRoute } from '@/lib/entrance/next-route';
import { postVoid } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postVoid);
