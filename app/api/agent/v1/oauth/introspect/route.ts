import { nextRoute } from '@/lib/entrance/next-route';
import { postIntrospect } from '@/lib/protocols/oauth';

export const POST = nextRoute(postIntrospect);
