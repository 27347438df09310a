import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeySignIn } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeySignIn);
