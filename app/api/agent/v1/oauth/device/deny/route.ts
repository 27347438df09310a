import { nextRoute } from '@/lib/entrance/next-route';
import { postDenyDevice } from '@/lib/protocols/oauth';

export const POST = nextRoute(postDenyDevice);
