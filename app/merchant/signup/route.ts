import { nextRoute } from '@/lib/entrance/next-route';
import { postSignup } from '@/lib/protocols/console';

export const POST = nextRoute(postSignup);
