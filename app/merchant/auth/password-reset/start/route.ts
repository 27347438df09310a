import { nextRoute } from '@/lib/entrance/next-route';
import { postPasswordResetStart } from '@/lib/protocols/console';

export const POST = nextRoute(postPasswordResetStart);
