import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getDiscovery } from '@/lib/protocols/acp';

export const GET = nextRoute(getDiscovery);
export const OPTIONS = preflightRoute(getDiscovery);
