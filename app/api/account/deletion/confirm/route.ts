import { nextRoute } from '@/lib/entrance/next-route';
import { postDeletionConfirm } from '@/lib/protocols/account';

export const POST = nextRoute(postDeletionConfirm);
