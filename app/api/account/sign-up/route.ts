import { nextRoute } from '@/lib/entrance/next-route';
import { postSignUp } from '@/lib/protocols/account';

export const POST = nextRoute(postSignUp);
