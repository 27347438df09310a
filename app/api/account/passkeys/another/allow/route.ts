import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeysAnotherAllow } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeysAnotherAllow);
