import { nextRoute } from '@/lib/entrance/next-route';
import { postSignUpFinish } from '@/lib/protocols/account';

export const POST = nextRoute(postSignUpFinish);
