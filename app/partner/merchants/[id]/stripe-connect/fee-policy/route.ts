import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerFeePolicy } from '@/lib/protocols/partner/stripe-connect';

export const POST = nextRoute(postPartnerFeePolicy);
