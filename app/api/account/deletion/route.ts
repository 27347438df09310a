import { nextRoute } from '@/lib/entrance/next-route';
import { postDeletion } from '@/lib/protocols/account';

export const POST = nextRoute(postDeletion);
