import { nextRoute } from '@/lib/entrance/next-route';
import { getInvitations, postInvitation } from '@/lib/protocols/console';

export const GET = nextRoute(getInvitations);
export const POST = nextRoute(postInvitation);
