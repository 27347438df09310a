import { nextRoute } from '@/lib/entrance/next-route';
import { getSecond, patchSecond } from '@/lib/protocols/sacp/wallet';

export const GET = nextRoute(getSecond);
export const PATCH = nextRoute(patchSecond);
