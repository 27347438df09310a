import { nextRoute } from '@/lib/entrance/next-route';
import { postConfirmAuthorization } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(postConfirmAuthorization);
