import type { OwnerPasskeysPort } from '@/lib/ports';
import { listPasskeysOfWallet, recordPasskeyUse } from './store';

/** The passkeys of a wallet's owner, for approvals and mandates. */
export const ownerPasskeys: OwnerPasskeysPort = {
  list: (ctx, walletId) => listPasskeysOfWallet(ctx.db, walletId),
  async recordUse(ctx, use) {
    // Whoever verified it may have lost the race against a recovery: the throw undoes what was being confirmed.
    if (!(await recordPasskeyUse(ctx.db, { ...use, now: ctx.clock.now() }))) throw new Error(`passkey ${use.passkeyId} was removed while it was used`);
  },
};
