import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerConnectReset } from '@/lib/protocols/partner/stripe-connect';

export const POST = nextRoute(postPartnerConnectReset);
