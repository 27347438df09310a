import { nextRoute } from '@/lib/entrance/next-route';
import { getProfile } from '@/lib/protocols/ucp';

export const GET = nextRoute(getProfile);
