import { beforeAll, describe, expect, it } from 'vitest';
import { cancelCheckout, completeCheckout, updateCheckout, type Checkout } from '@/lib/checkout';
import { revokeAgent, suspendAgent, updateAgent } from '@/lib/agent';
import { inTransaction } from '@/lib/ports';
import { askFor, makeAgent, makeShop, openCheckout, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { expireApprovals, getPaymentStatus, voidAgentPayments } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const usage = async (agent: TestAgent): Promise<bigint[]> => {
  const rows = await ctx.db.query<{ amount: bigint }>({
    name: 'test.usage',
    text: `select amount from spending_usage where agent_id = $1 order by window_key`,
    values: [agent.agentId],
  });
  return rows.map((row) => row.amount);
};

const complete = (agent: TestAgent, checkout: Checkout, token: string) =>
  completeCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, token, wireVersion: '2026-04-17', resumed: false });

describe('a payment request within the limits', () => {
  it('is granted a token and held against the day, the week and the month', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const asked = await askFor(ctx, agent, checkout);
    expect(asked).toMatchObject({ ok: true, value: { kind: 'granted', token: expect.stringMatching(/^vt_[A-Za-z0-9]{43}$/) } });
    expect(await usage(agent)).toEqual([1_650n, 1_650n, 1_650n]);
  });

  it('answers the same token when it is asked again, and holds the amount once', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const first = await tokenFor(ctx, agent, checkout);
    expect(await tokenFor(ctx, agent, checkout)).toBe(first);
    expect(await usage(agent)).toEqual([1_650n, 1_650n, 1_650n]);
  });

  it('authorises without a token first, and issues it for the same hold', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const authorized = await askFor(ctx, agent, checkout, { withToken: false });
    expect(authorized).toMatchObject({ ok: true, value: { kind: 'granted', token: null } });
    await tokenFor(ctx, agent, checkout);
    expect(await usage(agent)).toEqual([1_650n, 1_650n, 1_650n]);
  });

  it('never lets concurrent requests through beyond the daily limit', async () => {
    const agent = await makeAgent(ctx);
    const checkouts = await Promise.all(Array.from({ length: 30 }, () => openCheckout(ctx, shop, agent)));
    const answers = await Promise.all(checkouts.map((checkout) => askFor(ctx, agent, checkout)));
    const granted = answers.filter((answer) => answer.ok && answer.value.kind === 'granted');
    expect(granted).toHaveLength(12); // 12 x 16.50 = 198.00 of 200.00
    expect(await usage(agent)).toEqual([19_800n, 19_800n, 19_800n]);
  });
});

describe('a payment request beyond the limits', () => {
  it('asks the owner, says which limit and by how much, and holds nothing', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 5 }]);
    const asked = await askFor(ctx, agent, checkout);
    expect(asked).toMatchObject({ ok: true, value: { kind: 'step_up', triggerType: 'per_transaction', reason: expect.stringContaining('$10.50 over') } });
    expect(await askFor(ctx, agent, checkout)).toEqual(asked);
    expect(await usage(agent)).toEqual([]);
  });

  it('asks for every purchase of an agent that may not complete', async () => {
    const agent = await makeAgent(ctx, { permissions: ['create_cart', 'initiate_purchase'] });
    const checkout = await openCheckout(ctx, shop, agent);
    expect(await askFor(ctx, agent, checkout)).toMatchObject({ value: { kind: 'step_up', triggerType: 'permission' } });
  });

  it('asks in a currency that has no limit', async () => {
    const agent = await makeAgent(ctx, { limits: [{ currency: 'EUR', perTransactionAmount: 9_000n, dailyAmount: 9_000n, monthlyAmount: 9_000n }] });
    expect(await askFor(ctx, agent, await openCheckout(ctx, shop, agent))).toMatchObject({ value: { kind: 'step_up', triggerType: 'currency' } });
  });

  it('lets three approvals wait and refuses the fourth', async () => {
    const agent = await makeAgent(ctx);
    for (let index = 0; index < 3; index++) {
      const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 5 + index }]);
      expect(await askFor(ctx, agent, checkout)).toMatchObject({ value: { kind: 'step_up' } });
    }
    const fourth = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 9 }]);
    expect(await askFor(ctx, agent, fourth)).toMatchObject({ ok: false, error: { code: 'policy_refused', rule: 'pending_approvals' } });
  });
});

describe('a payment request that does not fit its checkout', () => {
  it.each([
    ['another amount', { amount: 1_649n }, 'amount_mismatch'],
    ['another currency', { currency: 'EUR' as const }, 'currency_mismatch'],
    ['other items', { items: [{ id: 'tea', quantity: 2 }] }, 'items_mismatch'],
    ['an unknown checkout', { checkoutId: '00000000-0000-4000-8000-000000000000' }, 'session_not_found'],
    ['no checkout id at all', { checkoutId: "x' or true --" }, 'session_not_found'],
    ['an unknown merchant', { merchant: 'nobody' }, 'session_not_found'],
  ])('is refused: %s', async (_name, more, code) => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    expect(await askFor(ctx, agent, checkout, more)).toMatchObject({ ok: false, error: { code } });
    expect(await usage(agent)).toEqual([]);
  });

  it('is refused for the checkout of another agent, as if there were none', async () => {
    const [agent, other] = [await makeAgent(ctx), await makeAgent(ctx)];
    expect(await askFor(ctx, other, await openCheckout(ctx, shop, agent))).toMatchObject({ error: { code: 'session_not_found' } });
  });

  it('is refused while another agent holds the token of a checkout that a platform opened', async () => {
    const [agent, other] = [await makeAgent(ctx), await makeAgent(ctx)];
    const checkout = await openCheckout(ctx, shop, null);
    await tokenFor(ctx, agent, checkout);
    expect(await askFor(ctx, other, checkout)).toMatchObject({ error: { code: 'already_claimed' } });
  });
});

describe('a hold', () => {
  it('is free again when the token lapses, and the next request gets a new one', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const first = await tokenFor(ctx, agent, checkout);
    ctx.clock.advance(301);
    expect(await complete(agent, checkout, first)).toMatchObject({ ok: false, error: { code: 'invalid_token', reason: 'expired' } });
    await expireApprovals(ctx);
    expect(await usage(agent)).toEqual([0n, 0n, 0n]);
    expect(await tokenFor(ctx, agent, checkout)).not.toBe(first);
    expect(await usage(agent)).toEqual([1_650n, 1_650n, 1_650n]);
  });

  it('is free again when the checkout is edited or canceled, and its token pays no more', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const actor = { kind: 'agent', agentId: agent.agentId } as const;
    const token = await tokenFor(ctx, agent, checkout);
    await updateCheckout(ctx, { checkoutId: checkout.id, actor, patch: { items: [{ id: 'tea', quantity: 2 }] } });
    expect(await usage(agent)).toEqual([0n, 0n, 0n]);
    expect(await complete(agent, checkout, token)).toMatchObject({ error: { code: 'invalid_token', reason: 'voided' } });
    const other = await openCheckout(ctx, shop, agent);
    await tokenFor(ctx, agent, other);
    await cancelCheckout(ctx, { checkoutId: other.id, actor });
    expect(await usage(agent)).toEqual([0n, 0n, 0n]);
  });

  it('stays when an edit leaves everything as it was', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, checkout);
    await updateCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, patch: {} });
    expect(await complete(agent, checkout, token)).toMatchObject({ ok: true, value: { outcome: 'completed' } });
  });
});

describe('pausing and revoking', () => {
  it('stop the next request and every unused token at once', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, checkout);
    await suspendAgent(ctx, { walletId: agent.walletId, agentId: agent.agentId });
    expect(await askFor(ctx, agent, checkout)).toMatchObject({ error: { code: 'agent_suspended' } });
    expect(await complete(agent, checkout, token)).toMatchObject({ error: { code: 'invalid_token', reason: 'voided' } });
    await inTransaction(ctx, async (tx) => {
      await revokeAgent(tx, { walletId: agent.walletId, agentId: agent.agentId });
      await voidAgentPayments(tx, agent.agentId);
    });
    expect(await askFor(ctx, agent, checkout)).toMatchObject({ error: { code: 'agent_revoked' } });
    expect(await usage(agent)).toEqual([0n, 0n, 0n]);
  });

  it('lowering a limit holds from the next request on', async () => {
    const agent = await makeAgent(ctx);
    const lower = [{ currency: 'CAD' as const, perTransactionAmount: 1_000n, dailyAmount: 1_000n, monthlyAmount: 1_000n }];
    await updateAgent(ctx, { walletId: agent.walletId, agentId: agent.agentId, patch: { limits: lower } });
    expect(await askFor(ctx, agent, await openCheckout(ctx, shop, agent))).toMatchObject({ value: { kind: 'step_up' } });
  });
});

describe('the status of a payment', () => {
  it('shows the same token on each poll until it is used, and completed afterwards', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const asked = await askFor(ctx, agent, checkout);
    if (!asked.ok || asked.value.kind !== 'granted' || !asked.value.token) throw new Error('not granted');
    const query = { paymentId: asked.value.paymentId, agentId: agent.agentId };
    expect(await getPaymentStatus(ctx, query)).toMatchObject({ value: { status: 'approved', token: asked.value.token } });
    await complete(agent, checkout, asked.value.token);
    expect(await getPaymentStatus(ctx, query)).toMatchObject({ value: { status: 'completed', token: null } });
    expect(await getPaymentStatus(ctx, { ...query, agentId: 'agent_other' })).toMatchObject({ error: { code: 'payment_not_found' } });
  });
});
