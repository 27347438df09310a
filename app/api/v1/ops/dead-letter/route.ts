import { nextRoute } from '@/lib/entrance/next-route';
import { getDeadLetters } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getDeadLetters);
