import type { Endpoint } from '@/lib/http/endpoint';
import { getWallet, patchWallet, postConfirmWallet } from './limits';

export { getWallet, patchWallet, postConfirmWallet };

/** What holds over all agents of a wallet, for its owner's session. */
export const endpoints: readonly Endpoint[] = [getWallet, patchWallet, postConfirmWallet];
