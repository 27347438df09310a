import { nextRoute } from '@/lib/entrance/next-route';
import { postItem } from '@/lib/protocols/console/menu';

export const POST = nextRoute(postItem);
