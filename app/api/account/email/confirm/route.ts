import { nextRoute } from '@/lib/entrance/next-route';
import { postEmailConfirm } from '@/lib/protocols/account';

export const POST = nextRoute(postEmailConfirm);
