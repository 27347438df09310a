import { nextRoute } from '@/lib/entrance/next-route';
import { getAgents, postAgent } from '@/lib/protocols/sacp/agents';

export const GET = nextRoute(getAgents);
export const POST = nextRoute(postAgent);
