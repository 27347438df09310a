import { nextRoute } from '@/lib/entrance/next-route';
import { getPasskeys, patchPasskeys, postPasskeys } from '@/lib/protocols/console';

export const GET = nextRoute(getPasskeys);
export const POST = nextRoute(postPasskeys);
export const PATCH = nextRoute(patchPasskeys);
