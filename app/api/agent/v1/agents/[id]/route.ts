import { nextRoute } from '@/lib/entrance/next-route';
import { getAgent, patchAgent, deleteAgent } from '@/lib/protocols/sacp/agents';

export const GET = nextRoute(getAgent);
export const PATCH = nextRoute(patchAgent);
export const DELETE = nextRoute(deleteAgent);
