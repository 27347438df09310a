import { nextRoute } from '@/lib/entrance/next-route';
import { postRequestKey } from '@/lib/protocols/account';

export const POST = nextRoute(postRequestKey);
