import { nextRoute } from '@/lib/entrance/next-route';
import { postOrderProgress } from '@/lib/protocols/account';

export const POST = nextRoute(postOrderProgress);
