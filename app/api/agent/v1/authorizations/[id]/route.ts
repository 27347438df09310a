import { nextRoute } from '@/lib/entrance/next-route';
import { deleteAuthorization } from '@/lib/protocols/sacp/wallet';

export const DELETE = nextRoute(deleteAuthorization);
