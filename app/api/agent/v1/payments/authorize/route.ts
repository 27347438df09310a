import { nextRoute } from '@/lib/entrance/next-route';
import { postAuthorize } from '@/lib/protocols/sacp/payments';

export const POST = nextRoute(postAuthorize);
