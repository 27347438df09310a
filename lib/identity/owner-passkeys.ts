import type { OwnerPasskeysPort } from '@/lib/ports';
import { listPasskeysOfWallet, recordPasskeyUse } from './store';

/** The passkeys of a wallet's owner, for approvals and mandates. */
export const ownerPasskeys: OwnerPasskeysPort = {
  list: (ctx, walletId) => listPasskeysOfWallet(ctx.db, walletId),
  recordUse: (ctx, use) => recordPasskeyUse(ctx.db, { ...use, now: ctx.clock.now() }),
};
