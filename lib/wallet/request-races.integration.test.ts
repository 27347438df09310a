import { beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { completeCheckout, resumeCompletions, type Checkout } from '@/lib/checkout';
import type { Ctx, PaymentPort } from '@/lib/ports';
import { askFor, makeAgent, makeShop, makeWallet, openCheckout, tokenFor, type Shop, type TestAgent, type Wallet } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

const BEFORE = new Date('2026-11-22T04:59:59.999Z'); // in Toronto the last millisecond of the 21st
const AFTER = new Date('2026-11-22T05:00:00.000Z');

let ctx: TestCtx;
let shop: Shop;
let wallet: Wallet;

beforeAll(async () => {
  ctx = await testCtx({ now: BEFORE });
  shop = await makeShop(ctx);
  wallet = await makeWallet(ctx);
});

/** A clock on which midnight passes after it was read `reads` times. */
function overMidnight(reads: number): Ctx {
  let left = reads;
  return { ...ctx, clock: { now: () => (left-- > 0 ? BEFORE : AFTER) } };
}

describe('a request at midnight', () => {
  it.each(Array.from({ length: 16 }, (_, reads) => [reads]))('counts in the day that it was judged by (midnight after %i looks at the clock)', async (reads) => {
    const limits = [{ currency: 'CAD' as const, perTransactionAmount: 2_000n, dailyAmount: 2_000n, monthlyAmount: 9_000n }];
    const agent = await makeAgent(ctx, { wallet, limits });
    const [first, second] = [await openCheckout(ctx, shop, agent), await openCheckout(ctx, shop, agent)];
    // A process whose clock is a little ahead has filled the new day already.
    expect(await askFor({ ...ctx, clock: { now: () => AFTER } }, agent, first)).toMatchObject({ ok: true, value: { kind: 'granted' } });
    await askFor(overMidnight(reads), agent, second);
    const days = await ctx.db.query<{ amount: bigint }>({
      name: 'test.days', text: `select amount from spending_usage where agent_id = $1 and window_key like 'd:%'`, values: [agent.agentId],
    });
    for (const { amount } of days) expect(amount).toBeLessThanOrEqual(2_000n);
  });
});

describe('a request at the moment that its own token pays', () => {
  const complete = (on: Ctx, agent: TestAgent, checkout: Checkout, token: string) =>
    completeCheckout(on, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, token, wireVersion: '2026-04-17', resumed: false });
  const withNetwork = (network: Partial<PaymentPort>): Ctx => ({ ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, ...network } } });

  it.each(['pays', 'is declined'])('gets no second token for it, when it %s in the end', async (end) => {
    const agent = await makeAgent(ctx, { wallet });
    const checkout = await openCheckout(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, checkout);
    // The request has seen the checkout ready; then the token is claimed and its process falls silent; then the request goes on.
    const silent = withNetwork({ authorize: () => Promise.reject(new Error('the line went dead')) });
    const find: Ctx['ports']['checkoutSnapshot']['find'] = async (on, query) => {
      const found = await ctx.ports.checkoutSnapshot.find(on, query);
      expect(await complete(silent, agent, checkout, token)).toMatchObject({ error: { code: 'in_progress' } });
      return found;
    };
    const late = { ...ctx, ports: { ...ctx.ports, checkoutSnapshot: { ...ctx.ports.checkoutSnapshot, find } } };
    expect(await askFor(late, agent, checkout)).toMatchObject({ ok: false, error: { code: 'session_closed' } });

    ctx.clock.advance(2);
    const declining = withNetwork({ authorize: () => Promise.resolve({ status: 'declined', reference: 'txn_none', reason: 'insufficient_funds' }) });
    await resumeCompletions(end === 'pays' ? ctx : declining);
    const tokens = await ctx.db.query<{ status: string }>({ name: 'test.tokens', text: 'select status from payment_token where checkout_id = $1', values: [checkout.id] });
    expect(tokens).toEqual([{ status: 'used' }]);
  });
});

it('leaves the books in order', async () => {
  expect(await runAudit(ctx)).toEqual([]);
});
