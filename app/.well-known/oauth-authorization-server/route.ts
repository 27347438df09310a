import { nextRoute } from '@/lib/entrance/next-route';
import { getAuthorizationServer } from '@/lib/protocols/oauth';

export const GET = nextRoute(getAuthorizationServer);
