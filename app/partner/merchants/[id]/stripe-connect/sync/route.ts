import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerConnectSync } from '@/lib/protocols/partner/stripe-connect';

export const POST = nextRoute(postPartnerConnectSync);
