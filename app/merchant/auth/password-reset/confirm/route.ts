import { nextRoute } from '@/lib/entrance/next-route';
import { postPasswordResetConfirm } from '@/lib/protocols/console';

export const POST = nextRoute(postPasswordResetConfirm);
