import { nextRoute } from '@/lib/entrance/next-route';
import { postVerify } from '@/lib/protocols/platform';

export const POST = nextRoute(postVerify);
