import { nextRoute } from '@/lib/entrance/next-route';
import { postStopAgents } from '@/lib/protocols/account';

export const POST = nextRoute(postStopAgents);
