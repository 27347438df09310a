import { nextRoute } from '@/lib/entrance/next-route';
import { postInvitationAccept } from '@/lib/protocols/console';

export const POST = nextRoute(postInvitationAccept);
