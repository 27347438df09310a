import { nextRoute } from '@/lib/entrance/next-route';
import { postSimulate } from '@/lib/protocols/sacp/payments';

export const POST = nextRoute(postSimulate);
