import { nextRoute } from '@/lib/entrance/next-route';
import { getChannelsEndpoint, patchChannels } from '@/lib/protocols/console';

export const GET = nextRoute(getChannelsEndpoint);
export const PATCH = nextRoute(patchChannels);
