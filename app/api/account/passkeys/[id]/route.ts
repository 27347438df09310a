import { nextRoute } from '@/lib/entrance/next-route';
import { deletePasskey, patchPasskey } from '@/lib/protocols/account';

export const PATCH = nextRoute(patchPasskey);
export const DELETE = nextRoute(deletePasskey);
