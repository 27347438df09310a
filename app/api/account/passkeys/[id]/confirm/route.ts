import { nextRoute } from '@/lib/entrance/next-route';
import { postPasskeyConfirm } from '@/lib/protocols/account';

export const POST = nextRoute(postPasskeyConfirm);
