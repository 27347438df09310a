import { nextRoute } from '@/lib/entrance/next-route';
import { getDiscovery } from '@/lib/protocols/acp';

export const GET = nextRoute(getDiscovery);
