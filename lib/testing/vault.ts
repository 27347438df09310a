import { addSeconds } from '@/lib/kernel/clock';
import type { Checkout } from '@/lib/checkout';
import type { Ctx } from '@/lib/ports';
import { delegateCard, type DelegateCard } from '@/lib/vault';

export const CARD: DelegateCard['card'] = {
  numberType: 'fpan', number: '4242424242424242', expiry: { month: 12, year: 2030 }, verificationCode: '917', holderName: 'Ada Holder', funding: 'credit',
};

/** What gives the card for exactly what the checkout costs, unless said otherwise. */
export const delegation = (
  ctx: Ctx,
  { merchantId, id, currency, totals }: Checkout,
  more: { card?: Partial<DelegateCard['card']>; allowance?: Partial<DelegateCard['allowance']>; riskSignals?: DelegateCard['riskSignals'] } = {},
): DelegateCard => ({
  card: { ...CARD, ...more.card },
  allowance: { merchantId, checkoutId: id, currency, maxAmount: totals.totalAmount, expiresAt: addSeconds(ctx.clock.now(), 600), ...more.allowance },
  billingAddress: null,
  riskSignals: more.riskSignals ?? [],
  delegatedBy: 'key_test',
});

/** The token of a card that must be taken. */
export async function vaultToken(ctx: Ctx, checkout: Checkout, more?: Parameters<typeof delegation>[2]): Promise<string> {
  const delegated = await delegateCard(ctx, delegation(ctx, checkout, more));
  if (!delegated.ok) throw new Error(`card refused: ${delegated.error.code}`);
  return delegated.value.token;
}
