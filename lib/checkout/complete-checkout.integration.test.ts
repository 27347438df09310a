import { beforeAll, describe, expect, it } from 'vitest';
import { addSeconds } from '@/lib/kernel/clock';
import { expireAuthorizations } from '@/lib/network';
import { loadMerchantOrder } from '@/lib/order';
import type { Ctx, PaymentPort } from '@/lib/ports';
import { makeAgent, makeShop, openCheckout, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { capturePayment, completeCheckout, followNetwork, getCheckout, resumeCompletions, type Checkout } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const complete = (on: Ctx, agent: TestAgent, checkout: Checkout, token: string, resumed = false) =>
  completeCheckout(on, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, token, wireVersion: '2026-04-17', resumed });

const read = async (agent: TestAgent, checkout: Checkout): Promise<Checkout> => {
  const result = await getCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId } });
  if (!result.ok) throw new Error('checkout is gone');
  return result.value;
};

const countOf = async (table: 'purchase_order' | 'network_transaction' | 'bank_hold', checkout: Checkout): Promise<number> => {
  const where = table === 'bank_hold' ? 'reference in (select id from network_transaction where checkout_id = $1)' : 'checkout_id = $1';
  const rows = await ctx.db.query<{ n: number }>({ name: `test.count-${table}`, text: `select count(*)::int as n from ${table} where ${where}`, values: [checkout.id] });
  return rows[0]?.n ?? -1;
};

/** The same Ctx with a network that misbehaves. */
const withNetwork = (network: Partial<PaymentPort>): Ctx => ({ ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, ...network } } });

async function ready(items?: { id: string; quantity: number }[]): Promise<{ agent: TestAgent; checkout: Checkout; token: string }> {
  const agent = await makeAgent(ctx);
  const checkout = await openCheckout(ctx, shop, agent, items);
  return { agent, checkout, token: await tokenFor(ctx, agent, checkout) };
}

describe('completing a checkout', () => {
  it('charges once, places one order and captures it', async () => {
    const { agent, checkout, token } = await ready();
    const done = await complete(ctx, agent, checkout, token);
    expect(done).toMatchObject({ ok: true, value: { outcome: 'completed', checkout: { status: 'completed', order: { paymentStatus: 'authorized' } } } });
    const events = await ctx.db.query<{ payload: { orderId: string; attemptId: string } }>({
      name: 'test.capture-event',
      text: `select payload from outbox_event where topic = 'payment.capture' and aggregate_id = (select id from purchase_order where checkout_id = $1)`,
      values: [checkout.id],
    });
    expect(events).toHaveLength(1);
    const payload = events[0]?.payload ?? { orderId: '', attemptId: '' };
    await capturePayment(ctx, payload);
    await capturePayment(ctx, payload);
    expect((await read(agent, checkout)).order?.paymentStatus).toBe('captured');
  });

  it('pays once when one token is presented 50 times at the same moment', async () => {
    const { agent, checkout, token } = await ready();
    const results = await Promise.all(Array.from({ length: 50 }, () => complete(ctx, agent, checkout, token)));
    expect(results.filter((result) => result.ok && result.value.outcome === 'completed')).toHaveLength(1);
    expect([await countOf('purchase_order', checkout), await countOf('network_transaction', checkout), await countOf('bank_hold', checkout)]).toEqual([1, 1, 1]);
  });

  it.each([
    ['for another checkout', async ({ agent }: { agent: TestAgent }) => ({ agent, checkout: await openCheckout(ctx, shop, agent) })],
    ['by another agent, as if it did not exist', async () => ({ agent: await makeAgent(ctx), checkout: await openCheckout(ctx, shop, null) })],
  ])('refuses a token %s', async (_name, other) => {
    const held = await ready();
    const { agent, checkout } = await other(held);
    expect(await complete(ctx, agent, checkout, held.token)).toMatchObject({ ok: false, error: { code: 'invalid_token', reason: 'unknown' } });
    expect(await countOf('purchase_order', checkout)).toBe(0);
  });

  it('refuses a buyer that the approved cart did not have, and changes nothing', async () => {
    const { agent, checkout, token } = await ready();
    const command = { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId } as const, token, wireVersion: '2026-04-17', resumed: false };
    expect(await completeCheckout(ctx, { ...command, buyer: { email: 'someone@else.example' } })).toMatchObject({ error: { code: 'buyer_mismatch' } });
    expect(await complete(ctx, agent, checkout, token)).toMatchObject({ value: { outcome: 'completed' } });
  });

  it('sells the last piece once to two checkouts, and says so to the second without spending its token', async () => {
    const first = await ready([{ id: 'last', quantity: 1 }]);
    const second = await ready([{ id: 'last', quantity: 1 }]);
    const results = await Promise.all([first, second].map(({ agent, checkout, token }) => complete(ctx, agent, checkout, token)));
    expect(results.map((result) => result.ok && result.value.outcome).sort()).toEqual(['completed', 'declined']);
    const loser = results.find((result) => result.ok && result.value.outcome === 'declined');
    expect(loser).toMatchObject({ value: { checkout: { status: 'needs_input', messages: [{ code: 'out_of_stock' }] } } });
  });
});

describe('a declined card', () => {
  it('leaves no charge, frees the budget, and the checkout can be paid with a new token', async () => {
    const { agent, checkout, token } = await ready();
    const declining = withNetwork({ retrieve: () => Promise.resolve(null), authorize: () => Promise.resolve({ status: 'declined', reference: 'txn_x', reason: 'insufficient_funds' }) });
    expect(await complete(declining, agent, checkout, token)).toMatchObject({ value: { outcome: 'declined', checkout: { status: 'ready', messages: [{ code: 'payment_declined' }] } } });
    expect(await complete(ctx, agent, checkout, token)).toMatchObject({ error: { code: 'invalid_token', reason: 'used' } });
    expect(await complete(ctx, agent, checkout, token, true)).toMatchObject({ value: { outcome: 'declined' } });
    expect(await complete(ctx, agent, checkout, await tokenFor(ctx, agent, checkout))).toMatchObject({ value: { outcome: 'completed' } });
  });
});

describe('a completion that was cut off', () => {
  const cutOff = (where: 'before the network heard of it' | 'after it authorised') =>
    withNetwork({
      retrieve: () => Promise.resolve(null),
      authorize: async (on, request) => {
        if (where === 'after it authorised') await ctx.ports.payment.authorize(on, request);
        throw new Error('the line went dead');
      },
    });

  it.each(['before the network heard of it', 'after it authorised'] as const)('%s ends in one charge with one order, without a person', async (where) => {
    const { agent, checkout, token } = await ready();
    expect(await complete(cutOff(where), agent, checkout, token)).toMatchObject({ ok: false, error: { code: 'in_progress' } });
    expect((await read(agent, checkout)).status).toBe('paying');
    expect(await complete(ctx, agent, checkout, token)).toMatchObject({ error: { code: 'in_progress' } });
    ctx.clock.advance(2);
    await Promise.all([resumeCompletions(ctx), resumeCompletions(ctx)]);
    expect((await read(agent, checkout)).status).toBe('completed');
    expect([await countOf('purchase_order', checkout), await countOf('network_transaction', checkout), await countOf('bank_hold', checkout)]).toEqual([1, 1, 1]);
  });

  it('is resumed by the same request, which gets its answer', async () => {
    const { agent, checkout, token } = await ready();
    await complete(cutOff('after it authorised'), agent, checkout, token);
    ctx.clock.advance(2);
    expect(await complete(ctx, agent, checkout, token, true)).toMatchObject({ value: { outcome: 'completed' } });
    expect(await complete(ctx, agent, checkout, token, true)).toMatchObject({ value: { outcome: 'completed' } });
    expect(await complete(ctx, agent, checkout, token, false)).toMatchObject({ error: { code: 'not_editable', status: 'completed' } });
  });
});

async function usageOf({ agentId }: TestAgent): Promise<bigint[]> {
  const usage = await ctx.db.query<{ amount: bigint }>({ name: 'test.usage', text: `select amount from spending_usage where agent_id = $1`, values: [agentId] });
  return usage.map((row) => row.amount);
}

const transactionOf = async (checkout: Checkout): Promise<string> => {
  const rows = await ctx.db.query<{ id: string }>({ name: 'test.transaction', text: `select id from network_transaction where checkout_id = $1`, values: [checkout.id] });
  return rows[0]?.id ?? '';
};

const orderOf = async (checkout: Checkout) => {
  const [row] = await ctx.db.query<{ id: string }>({ name: 'test.order', text: 'select id from purchase_order where checkout_id = $1', values: [checkout.id] });
  return loadMerchantOrder(ctx, { merchantId: checkout.merchantId, orderId: row?.id ?? '' });
};

describe('an authorisation that the merchant voids at the network', () => {
  const attemptOf = async (checkout: Checkout): Promise<{ orderId: string; attemptId: string }> => {
    const rows = await ctx.db.query<{ id: string; attempt_id: string }>({
      name: 'test.attempt', text: `select id, attempt_id from purchase_order where checkout_id = $1`, values: [checkout.id],
    });
    return { orderId: rows[0]?.id ?? '', attemptId: rows[0]?.attempt_id ?? '' };
  };

  it.each(['by following at once', 'when its capture comes too late'])('ends its order and frees the budget, %s', async (how) => {
    const { agent, checkout, token } = await ready();
    await complete(ctx, agent, checkout, token);
    const transactionId = await transactionOf(checkout);
    await ctx.ports.payment.void(ctx, transactionId);
    if (how === 'by following at once') await followNetwork(ctx, transactionId);
    else await capturePayment(ctx, await attemptOf(checkout));
    await followNetwork(ctx, transactionId);
    expect((await read(agent, checkout)).order?.paymentStatus).toBe('voided');
    expect(await usageOf(agent)).toEqual([0n, 0n, 0n]);
  });
});

describe('an authorisation that nobody captures in its life', () => {
  it.each(['by the promise of the sweep', 'when its capture comes too late'])('ends its order and frees the budget, %s', async (how) => {
    const { agent, checkout, token } = await ready();
    await complete(ctx, agent, checkout, token);
    const transactionId = await transactionOf(checkout);
    const weekLater = { ...ctx, clock: { now: () => addSeconds(ctx.clock.now(), 168 * 3600) } };
    const order = await orderOf(checkout);
    const [attempt] = await ctx.db.query<{ id: string }>({ name: 'test.attempt-id', text: 'select id from payment_attempt where checkout_id = $1', values: [checkout.id] });
    if (how === 'by the promise of the sweep') {
      while ((await expireAuthorizations(weekLater)) > 0);
      await consumeChanges(weekLater, transactionId);
    } else {
      await capturePayment(weekLater, { orderId: order?.id ?? '', attemptId: attempt?.id ?? '' });
    }
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'expired', status: 'canceled', timeline: [{ kind: 'placed' }, { kind: 'expired' }] });
    expect(await usageOf(agent)).toEqual([0n, 0n, 0n]);
  });
});

describe('a refund at the network', () => {
  it('is told by the order, whose total stays, and restores no budget', async () => {
    const { agent, checkout, token } = await ready();
    await complete(ctx, agent, checkout, token);
    const reference = await transactionOf(checkout);
    const usage = await usageOf(agent);
    await ctx.ports.payment.capture(ctx, { reference, orderId: (await orderOf(checkout))?.id ?? '' });
    await ctx.ports.payment.refund(ctx, { reference, amount: 100n, refundKey: 'a' });
    await ctx.ports.payment.refund(ctx, { reference, amount: 50n, refundKey: 'b' });
    await Promise.all([consumeChanges(ctx, reference), followNetwork(ctx, reference), followNetwork(ctx, reference)]);
    const order = await orderOf(checkout);
    expect(order).toMatchObject({ paymentStatus: 'captured', total: { amount: checkout.totals.totalAmount }, refunded: { amount: 150n } });
    expect(order?.timeline.map(({ kind }) => kind)).toEqual(['placed', 'captured', 'refunded']);
    expect(await usageOf(agent)).toEqual(usage);
  });
});

/** Delivers what was promised about a transaction, as the worker does. */
async function consumeChanges(on: Ctx, transactionId: string): Promise<void> {
  const events = await ctx.db.query<{ payload: { transactionId: string } }>({
    name: 'test.changes', text: `select payload from outbox_event where topic = 'payment.changed' and aggregate_id = $1`, values: [transactionId],
  });
  expect(events.length).toBeGreaterThan(0);
  for (const { payload } of events) await followNetwork(on, payload.transactionId);
}
