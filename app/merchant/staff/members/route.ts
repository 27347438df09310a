import { nextRoute } from '@/lib/entrance/next-route';
import { getMembers } from '@/lib/protocols/console';

export const GET = nextRoute(getMembers);
