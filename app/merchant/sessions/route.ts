import { nextRoute } from '@/lib/entrance/next-route';
import { getSessions } from '@/lib/protocols/console';

export const GET = nextRoute(getSessions);
