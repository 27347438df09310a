import { nextRoute } from '@/lib/entrance/next-route';
import { postRotateSecret } from '@/lib/protocols/sacp/agents';

export const POST = nextRoute(postRotateSecret);
