import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeysAnother } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeysAnother);
