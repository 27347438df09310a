import { nextRoute } from '@/lib/entrance/next-route';
import { agentPolicy } from '@/lib/protocols/sacp/wallet';

export const GET = nextRoute(agentPolicy.get);
export const PATCH = nextRoute(agentPolicy.patch);
