import { nextRoute } from '@/lib/entrance/next-route';
import { getPaymentEvidence } from '@/lib/protocols/sacp/payments';

export const GET = nextRoute(getPaymentEvidence);
