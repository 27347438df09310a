import { nextRoute } from '@/lib/entrance/next-route';
import { agentPolicy } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(agentPolicy.confirm);
