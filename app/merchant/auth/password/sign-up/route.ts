import { nextRoute } from '@/lib/entrance/next-route';
import { postPasswordSignUp } from '@/lib/protocols/console';

export const POST = nextRoute(postPasswordSignUp);
