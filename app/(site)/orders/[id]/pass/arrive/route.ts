import { nextRoute } from '@/lib/entrance/next-route';
import { postArrive } from '@/lib/protocols/pass';

export const POST = nextRoute(postArrive);
