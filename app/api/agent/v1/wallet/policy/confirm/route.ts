import { nextRoute } from '@/lib/entrance/next-route';
import { walletPolicy } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(walletPolicy.confirm);
