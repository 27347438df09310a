import { cancelSession } from '@/lib/protocols/acp';
import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';

export const POST = nextRoute(cancelSession);
export const OPTIONS = preflightRoute(cancelSession);
