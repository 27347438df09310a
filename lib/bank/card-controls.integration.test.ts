import { beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { completeCheckout, getCheckout } from '@/lib/checkout';
import { findApproval } from '@/lib/approval';
import { approveStepUp, openStepUp, simulatePayment } from '@/lib/wallet';
import { giveDemoCard } from '@/lib/identity';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeShop, openCheckout, payWith, tokenFor, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { confirmCardControls, listCards, setCardControls, type CardLimit, type CardPatch } from './index';

// A tea comes to 16.50 with tax and post, two to 27.50; agents may spend 50 a purchase.

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const limit = (more: Partial<CardLimit>): CardLimit => ({ currency: 'CAD', perTransactionAmount: null, dailyAmount: null, agentMaximumAmount: null, ...more });

async function cardOf({ agent: { userId, walletId } }: Owner): Promise<{ userId: string; walletId: string; cardId: string }> {
  return { userId, walletId, cardId: (await listCards(ctx, { userId }))[0]?.id ?? '' };
}

const change = async (owner: Owner, patch: CardPatch) => setCardControls(ctx, { ...(await cardOf(owner)), patch });

/** Answers what waits with the owner's passkey. */
async function confirm(owner: Owner, publicKey: object) {
  const assertion = owner.authenticator.assert(publicKey);
  return confirmCardControls(ctx, { ...(await cardOf(owner)), assertion });
}

async function widen(owner: Owner, patch: CardPatch): Promise<object> {
  const asked = await change(owner, patch);
  if (asked.ok || asked.error.code !== 'widening_needs_confirmation') throw new Error(`not asked: ${JSON.stringify(asked)}`);
  return asked.error.mandate.publicKey;
}

const ask = async (owner: Owner, quantity = 1) => askFor(ctx, owner.agent, await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity }]));

describe('a card', () => {
  it('is frozen at once, and unfrozen by the passkey over before and after', async () => {
    const owner = await makeOwner(ctx);
    expect(await change(owner, { status: 'frozen' })).toMatchObject({ ok: true, value: { status: 'frozen' } });
    const publicKey = await widen(owner, { status: 'active' });
    expect(await listCards(ctx, owner.agent)).toMatchObject([{ status: 'frozen' }]);
    expect(await confirmCardControls(ctx, { ...(await cardOf(owner)), assertion: {} })).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect(await confirm(owner, publicKey)).toMatchObject({ ok: true, value: { status: 'active' } });
    expect(await confirm(owner, publicKey)).toMatchObject({ error: { code: 'nothing_to_confirm' } });
  });

  it('keeps what waits from coming back after it was narrowed', async () => {
    const owner = await makeOwner(ctx);
    await change(owner, { limits: [limit({ perTransactionAmount: 5_000n })] });
    const publicKey = await widen(owner, { limits: [limit({ perTransactionAmount: 9_000n })] });
    expect(await change(owner, { status: 'frozen' })).toMatchObject({ ok: true });
    expect(await confirm(owner, publicKey)).toMatchObject({ error: { code: 'nothing_to_confirm' } });
    expect(await listCards(ctx, owner.agent)).toMatchObject([{ status: 'frozen', limits: [{ perTransactionAmount: 5_000n }] }]);
  });

  it('of another does not exist', async () => {
    const [owner, other] = [await makeOwner(ctx), await makeOwner(ctx)];
    const { cardId } = await cardOf(other);
    const foreign = { userId: owner.agent.userId, walletId: owner.agent.walletId, cardId };
    expect(await setCardControls(ctx, { ...foreign, patch: { status: 'frozen' } })).toEqual({ ok: false, error: { code: 'card_not_found' } });
    expect(await confirmCardControls(ctx, { ...foreign, assertion: {} })).toEqual({ ok: false, error: { code: 'card_not_found' } });
    expect(await listCards(ctx, other.agent)).toMatchObject([{ status: 'active' }]);
  });
});

describe('what a card does not let an agent pay', () => {
  it.each<[string, CardPatch, string, string]>([
    ['a frozen card', { status: 'frozen' }, 'permission', 'is frozen'],
    ['a card closed to agents', { agentTransactionsEnabled: false }, 'permission', 'closed to agents'],
    ['more than agents may without a person', { limits: [limit({ agentMaximumAmount: 1_649n })] }, 'per_transaction', 'an agent may pay with your card by itself'],
    ['more than the card may at once', { limits: [limit({ perTransactionAmount: 1_649n })] }, 'per_transaction', 'your card may pay at once'],
    ['more than the card may in a day', { limits: [limit({ dailyAmount: 1_649n })] }, 'daily', 'your card may still pay today'],
  ])('is asked beforehand, and said by the simulation: %s', async (_what, patch, triggerType, words) => {
    const owner = await makeOwner(ctx);
    await change(owner, patch);
    expect(await ask(owner)).toMatchObject({ ok: true, value: { kind: 'step_up', triggerType, reason: expect.stringContaining(words) as string } });
    const { agentId, walletId } = owner.agent;
    const what = { agentId, walletId, scopes: null, merchant: shop.handle, checkoutId: null, amount: 1_650n, currency: 'CAD', categories: [], country: null } as const;
    expect(await simulatePayment(ctx, what)).toMatchObject({ ok: true, value: { decision: 'ask' } });
  });

  it.each<[string, CardPatch, string]>([
    ['frozen', { status: 'frozen' }, 'card_frozen'],
    ['closed to agents', { agentTransactionsEnabled: false }, 'agent_not_allowed'],
    ['bound for agents', { limits: [limit({ agentMaximumAmount: 1_649n })] }, 'agent_limit_exceeded'],
    ['bound', { limits: [limit({ perTransactionAmount: 1_649n })] }, 'card_limit_exceeded'],
  ])('is declined at the bank where the card was %s after the token was granted', async (_what, patch, reason) => {
    const owner = await makeOwner(ctx);
    const checkout = await openCheckout(ctx, shop, owner.agent);
    const token = await tokenFor(ctx, owner.agent, checkout);
    await change(owner, patch);
    const actor = { kind: 'agent', agentId: owner.agent.agentId } as const;
    const done = await completeCheckout(ctx, { checkoutId: checkout.id, actor, token, wireVersion: '2026-04-17', resumed: false });
    expect(done).toMatchObject({ ok: true, value: { outcome: 'declined' } });
    const [transaction] = await ctx.db.query<{ decline_reason: string }>({ name: 'test.reason', text: 'select decline_reason from network_transaction where checkout_id = $1', values: [checkout.id] });
    expect(transaction?.decline_reason).toBe(reason);
    expect(await getCheckout(ctx, { checkoutId: checkout.id, actor })).toMatchObject({ value: { status: 'ready' } });
  });

  it('passes with a person: above the maximum for agents it pays once the owner approved', async () => {
    const owner = await makeOwner(ctx);
    await change(owner, { limits: [limit({ agentMaximumAmount: 1_000n })] });
    const checkout = await openCheckout(ctx, shop, owner.agent);
    const asked = await askFor(ctx, owner.agent, checkout);
    if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
    const query = { approvalId: asked.value.approvalId, walletId: owner.agent.walletId };
    const opened = await openStepUp(ctx, query);
    if (!opened.ok || !opened.value.publicKey) throw new Error('not open');
    const assertion = owner.authenticator.assert(opened.value.publicKey);
    expect(await approveStepUp(ctx, { ...query, assertion })).toMatchObject({ ok: true });
    expect(await findApproval(ctx, query)).toMatchObject({ status: 'approved' });
    await payWith(ctx, owner.agent, checkout, await tokenFor(ctx, owner.agent, checkout));
  });

  it('offers the person only the cards that may pay', async () => {
    const owner = await makeOwner(ctx);
    const { userId, walletId } = owner.agent;
    ctx.clock.advance(1);
    const second = await giveDemoCard(ctx, { userId, walletId, bank: 'harbour' });
    await change(owner, { status: 'frozen' });
    const asked = await ask(owner);
    if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
    const opened = await openStepUp(ctx, { approvalId: asked.value.approvalId, walletId });
    expect(opened.ok && opened.value.paymentMethods.map(({ id }) => id)).toEqual([second]);
  });

  it('holds within 24 hours, whatever is authorised at the same moment; what was released is free again', async () => {
    const owner = await makeOwner(ctx);
    const buy = async () => {
      const checkout = await openCheckout(ctx, shop, owner.agent);
      return { checkout, token: await tokenFor(ctx, owner.agent, checkout) };
    };
    const carts = [await buy(), await buy(), await buy(), await buy()];
    await change(owner, { limits: [limit({ dailyAmount: 3_300n })] });
    const actor = { kind: 'agent', agentId: owner.agent.agentId } as const;
    const done = await Promise.all(
      carts.map(({ checkout, token }) => completeCheckout(ctx, { checkoutId: checkout.id, actor, token, wireVersion: '2026-04-17', resumed: false })),
    );
    expect(done.filter((each) => each.ok && each.value.outcome === 'completed')).toHaveLength(2);
    expect(await ask(owner)).toMatchObject({ value: { kind: 'step_up', triggerType: 'daily' } });
    ctx.clock.advance(24 * 3600 + 1);
    expect(await ask(owner)).toMatchObject({ value: { kind: 'granted' } });
    expect(await runAudit(ctx)).toEqual([]);
  });
});
