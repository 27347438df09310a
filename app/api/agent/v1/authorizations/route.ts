import { nextRoute } from '@/lib/entrance/next-route';
import { getAuthorizations, postAuthorization } from '@/lib/protocols/sacp/wallet';

export const GET = nextRoute(getAuthorizations);
export const POST = nextRoute(postAuthorization);
