import { nextRoute } from '@/lib/entrance/next-route';
import { postOrderCancel } from '@/lib/protocols/account';

export const POST = nextRoute(postOrderCancel);
