import { nextRoute } from '@/lib/entrance/next-route';
import { getLaunchpad } from '@/lib/protocols/console';

export const GET = nextRoute(getLaunchpad);
