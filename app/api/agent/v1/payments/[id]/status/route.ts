import { nextRoute } from '@/lib/entrance/next-route';
import { getStatus } from '@/lib/protocols/sacp/payments';

export const GET = nextRoute(getStatus);
