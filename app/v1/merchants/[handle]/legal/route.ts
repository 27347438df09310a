import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getLegal } from '@/lib/protocols/quote';

export const GET = nextRoute(getLegal);
export const OPTIONS = preflightRoute(getLegal);
