import { nextRoute } from '@/lib/entrance/next-route';
import { deleteInvitation } from '@/lib/protocols/console';

export const DELETE = nextRoute(deleteInvitation);
