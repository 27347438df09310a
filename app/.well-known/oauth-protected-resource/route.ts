import { nextRoute } from '@/lib/entrance/next-route';
import { getProtectedResource } from '@/lib/protocols/oauth';

export const GET = nextRoute(getProtectedResource);
