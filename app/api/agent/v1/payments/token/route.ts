import { nextRoute } from '@/lib/entrance/next-route';
import { postToken } from '@/lib/protocols/sacp/payments';

export const POST = nextRoute(postToken);
