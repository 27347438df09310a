import { nextRoute } from '@/lib/entrance/next-route';
import { walletPolicy } from '@/lib/protocols/sacp/wallet';

export const GET = nextRoute(walletPolicy.get);
export const PATCH = nextRoute(walletPolicy.patch);
