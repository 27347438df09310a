import { nextRoute } from '@/lib/entrance/next-route';
import { postAuthentication } from '@/lib/protocols/pay';

export const POST = nextRoute(postAuthentication);
