import { nextRoute } from '@/lib/entrance/next-route';
import { deleteSession } from '@/lib/protocols/account';

export const DELETE = nextRoute(deleteSession);
