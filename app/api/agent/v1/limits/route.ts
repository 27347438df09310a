import { nextRoute } from '@/lib/entrance/next-route';
import { getLimits } from '@/lib/protocols/sacp/payments';

export const GET = nextRoute(getLimits);
