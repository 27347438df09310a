import { nextRoute } from '@/lib/entrance/next-route';
import { postMethod, showMethod } from '@/lib/protocols/acs';

export const GET = nextRoute(showMethod);
export const POST = nextRoute(postMethod);
