import { nextRoute, preflightRoute } from '@/lib/entrance/next-route';
import { getWalletSetup } from '@/lib/protocols/quote';

export const GET = nextRoute(getWalletSetup);
export const OPTIONS = preflightRoute(getWalletSetup);
