import { getSession, updateSession } from '@/lib/protocols/acp';
import { nextRoute } from '@/lib/entrance/next-route';

export const GET = nextRoute(getSession);
export const POST = nextRoute(updateSession);
