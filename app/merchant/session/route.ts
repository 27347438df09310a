import { nextRoute } from '@/lib/entrance/next-route';
import { getSession } from '@/lib/protocols/console';

export const GET = nextRoute(getSession);
