import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerConnectAccount } from '@/lib/protocols/partner/stripe-connect';

export const POST = nextRoute(postPartnerConnectAccount);
