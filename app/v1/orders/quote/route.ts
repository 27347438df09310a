import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { postQuote } from '@/lib/protocols/quote';

export const POST = nextRoute(postQuote);
export const OPTIONS = preflightRoute(postQuote);
