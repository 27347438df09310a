import { getFeedMetadata } from '@/lib/protocols/acp';
import { nextRoute } from '@/lib/entrance/next-route';

export const GET = nextRoute(getFeedMetadata);
