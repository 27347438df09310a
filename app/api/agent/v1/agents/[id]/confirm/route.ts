import { nextRoute } from '@/lib/entrance/next-route';
import { postConfirmAgent } from '@/lib/protocols/sacp/agents';

export const POST = nextRoute(postConfirmAgent);
