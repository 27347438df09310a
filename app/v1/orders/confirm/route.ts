import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { postConfirm } from '@/lib/protocols/quote';

export const POST = nextRoute(postConfirm);
export const OPTIONS = preflightRoute(postConfirm);
