import type { Ctx } from '@/lib/ports';

/** The owner as one merchant may know them: the same each time, another for every merchant, and no way back to the wallet. */
export const pairwiseOwnerId = (ctx: Ctx, pair: { walletId: string; merchantId: string }): string =>
  `owner_${ctx.keyring.derive(`owner_id:${pair.merchantId}:${pair.walletId}`).toString('base64url')}`;
