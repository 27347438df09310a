import { nextRoute } from '@/lib/entrance/next-route';
import { postEmailUndo } from '@/lib/protocols/account';

export const POST = nextRoute(postEmailUndo);
