import { nextRoute } from '@/lib/entrance/next-route';
import { patchEmail } from '@/lib/protocols/account';

export const PATCH = nextRoute(patchEmail);
