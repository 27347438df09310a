import { nextRoute } from '@/lib/entrance/next-route';
import { deleteRequestKey } from '@/lib/protocols/account';

export const DELETE = nextRoute(deleteRequestKey);
