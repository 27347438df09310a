import { nextRoute } from '@/lib/entrance/next-route';
import { deletePasskey } from '@/lib/protocols/console';

export const DELETE = nextRoute(deletePasskey);
