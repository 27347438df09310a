import { nextRoute } from '@/lib/entrance/next-route';
import { postCancel } from '@/lib/protocols/pass';

export const POST = nextRoute(postCancel);
