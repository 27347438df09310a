import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeySignInFinish } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeySignInFinish);
