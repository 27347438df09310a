import { nextRoute } from '@/lib/entrance/next-route';
import { postDeletionCancel } from '@/lib/protocols/account';

export const POST = nextRoute(postDeletionCancel);
