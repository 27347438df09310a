import { nextRoute } from '@/lib/entrance/next-route';
import { postDeletionKeep } from '@/lib/protocols/account';

export const POST = nextRoute(postDeletionKeep);
