import { nextRoute } from '@/lib/entrance/next-route';
import { postConfirmWallet } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(postConfirmWallet);
