import { nextRoute } from '@/lib/entrance/next-route';
import { postPartnerAccountLink } from '@/lib/protocols/partner/stripe-connect';

export const POST = nextRoute(postPartnerAccountLink);
