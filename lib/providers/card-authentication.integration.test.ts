import { beforeAll, describe, expect, it } from 'vitest';
import { completeCheckout, type Checkout, type CompleteCheckout } from '@/lib/checkout';
import { authenticateCard } from '@/lib/testing/card-double';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { vaultToken } from '@/lib/testing/vault';

// Real cards of the real vault at the real network and bank: what the checkout asks for is what the bank wants, no more and no less.

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const complete = (checkout: Checkout, token: string, more: Partial<CompleteCheckout> = {}) =>
  completeCheckout(ctx, {
    checkoutId: checkout.id, actor: { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' }, token, wireVersion: '2026-04-17', resumed: false, ...more,
  });

const outcomeOf = (result: Awaited<ReturnType<typeof complete>>) => (result.ok ? result.value.outcome : result.error.code);

describe('a card in the vault', () => {
  it.each(['4242424242424242', '4000000000003063', '6011111111111117', '378282246310005'])('%s pays without a question', async (number) => {
    const checkout = await openCheckout(ctx, shop, null);
    expect(outcomeOf(await complete(checkout, await vaultToken(ctx, checkout, { card: { number, verificationCode: null } })))).toBe('completed');
  });

  it.each(['4000000000003220', '4000000000003055'])('%s is asked about, pays with the result, and its token is used once', async (number) => {
    const checkout = await openCheckout(ctx, shop, null);
    const token = await vaultToken(ctx, checkout, { card: { number } });
    expect(outcomeOf(await complete(checkout, token))).toBe('authentication_required');
    expect(outcomeOf(await complete(checkout, token))).toBe('requires_3ds');
    const authentication = await authenticateCard(ctx, checkout, number);
    expect(outcomeOf(await complete(checkout, token, { authentication }))).toBe('completed');
    expect(outcomeOf(await complete(checkout, token, { authentication }))).toBe('not_editable');
  });

  it('whose holder is rejected pays nothing, and another card does', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const number = '4000000000003097';
    const token = await vaultToken(ctx, checkout, { card: { number } });
    expect(outcomeOf(await complete(checkout, token))).toBe('authentication_required');
    const authentication = await authenticateCard(ctx, checkout, number);
    expect(authentication).toMatchObject({ outcome: 'denied', cryptogram: null });
    expect(outcomeOf(await complete(checkout, token, { authentication }))).toBe('declined');
    expect(outcomeOf(await complete(checkout, await vaultToken(ctx, checkout)))).toBe('completed');
  });

  it('that the platform wants reviewed is asked about, whatever its bank would do', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const token = await vaultToken(ctx, checkout, { riskSignals: [{ type: 'card_testing', score: 60, action: 'manual_review' }] });
    expect(await complete(checkout, token)).toMatchObject({ value: { outcome: 'authentication_required', checkout: { authentication: { flow: 'challenge', directoryServer: 'visa' } } } });
    expect(outcomeOf(await complete(checkout, token, { authentication: await authenticateCard(ctx, checkout, '4242424242424242') }))).toBe('completed');
  });

  it('is not paid for by an authentication of another', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const token = await vaultToken(ctx, checkout, { card: { number: '4000000000003220' } });
    await complete(checkout, token);
    const authentication = await authenticateCard(ctx, checkout, '4000000000003055');
    expect(await complete(checkout, token, { authentication })).toMatchObject({ error: { code: 'invalid_authentication', reason: 'mismatch' } });
  });
});
