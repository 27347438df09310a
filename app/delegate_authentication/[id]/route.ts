import { nextRoute } from '@/lib/entrance/next-route';
import { getAuthenticationSession } from '@/lib/protocols/acp';

export const GET = nextRoute(getAuthenticationSession);
