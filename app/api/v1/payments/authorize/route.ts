import { nextRoute } from '@/lib/entrance/next-route';
import { postAuthorize } from '@/lib/protocols/sacp/network';

export const POST = nextRoute(postAuthorize);
