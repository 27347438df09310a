import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getContactDetails } from '@/lib/protocols/quote';

export const GET = nextRoute(getContactDetails);
export const OPTIONS = preflightRoute(getContactDetails);
