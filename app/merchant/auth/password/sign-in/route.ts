import { nextRoute } from '@/lib/entrance/next-route';
import { postPasswordSignIn } from '@/lib/protocols/console';

export const POST = nextRoute(postPasswordSignIn);
