import { nextRoute } from '@/lib/entrance/next-route';
import { getJwks } from '@/lib/protocols/oauth';

export const GET = nextRoute(getJwks);
