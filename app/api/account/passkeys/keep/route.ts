import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeysKeep } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeysKeep);
