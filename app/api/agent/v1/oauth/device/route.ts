import { nextRoute } from '@/lib/entrance/next-route';
import { postDeviceLookup } from '@/lib/protocols/oauth';

export const POST = nextRoute(postDeviceLookup);
