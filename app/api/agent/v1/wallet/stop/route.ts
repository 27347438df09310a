import { nextRoute } from '@/lib/entrance/next-route';
import { postStop } from '@/lib/protocols/sacp/notifications';

export const POST = nextRoute(postStop);
