import { nextRoute } from '@/lib/entrance/next-route';
import { postDeviceAuthorization } from '@/lib/protocols/oauth';

export const POST = nextRoute(postDeviceAuthorization);
