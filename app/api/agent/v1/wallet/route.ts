import { nextRoute } from '@/lib/entrance/next-route';
import { getWallet, patchWallet } from '@/lib/protocols/sacp/wallet';

export const GET = nextRoute(getWallet);
export const PATCH = nextRoute(patchWallet);
