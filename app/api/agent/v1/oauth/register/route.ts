import { nextRoute } from '@/lib/entrance/next-route';
import { postRegister } from '@/lib/protocols/oauth';

export const POST = nextRoute(postRegister);
