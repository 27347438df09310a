import { nextRoute } from '@/lib/entrance/next-route';
import { deleteSession } from '@/lib/protocols/console';

export const DELETE = nextRoute(deleteSession);
