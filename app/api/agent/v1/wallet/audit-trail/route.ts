import { nextRoute } from '@/lib/entrance/next-route';
import { getAuditTrail } from '@/lib/protocols/sacp/wallet';

export const GET = nextRoute(getAuditTrail);
