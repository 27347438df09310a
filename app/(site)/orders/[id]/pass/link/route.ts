import { nextRoute } from '@/lib/entrance/next-route';
import { postLink } from '@/lib/protocols/pass';

export const POST = nextRoute(postLink);
