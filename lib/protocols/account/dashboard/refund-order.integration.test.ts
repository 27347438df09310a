import { beforeAll, describe, expect, it } from 'vitest';
import { capturePayment, completeCheckout } from '@/lib/checkout';
import { isHttpFailure } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { newId, newUuid } from '@/lib/kernel/id';
import { loadMerchantOrder } from '@/lib/order';
import { makeAgent, makeShop, openCheckout, tokenFor, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { renderFailure } from '../errors';
import { postOrderRefund } from './refund-order';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

/** An order that is paid and captured. */
async function order(): Promise<string> {
  const agent = await makeAgent(ctx);
  const checkout = await openCheckout(ctx, shop, agent);
  const actor = { kind: 'agent', agentId: agent.agentId } as const;
  await completeCheckout(ctx, { checkoutId: checkout.id, actor, token: await tokenFor(ctx, agent, checkout), wireVersion: '2026-04-17', resumed: false });
  const [row] = await ctx.db.query<{ id: string; attempt_id: string }>({
    name: 'test.order', text: 'select id, attempt_id from purchase_order where checkout_id = $1', values: [checkout.id],
  });
  if (!row) throw new Error('not ordered');
  await capturePayment(ctx, { orderId: row.id, attemptId: row.attempt_id });
  return row.id;
}

async function signedIn(secondsAgo: number): Promise<string> {
  const [id, startedAt] = [newId('session'), new Date(ctx.clock.now().getTime() - secondsAgo * 1000)];
  await ctx.db.query({
    name: 'test.session', text: `insert into sign_in_session (id, user_id, method, created_at, expires_at) values ($1, $2, 'password', $3, $4)`,
    values: [id, await someUser(), startedAt, new Date(startedAt.getTime() + 86_400_000)],
  });
  return id;
}

async function someUser(): Promise<string> {
  const [user] = await ctx.db.query<{ id: string }>({ name: 'test.user', text: 'select id from app_user limit 1', values: [] });
  return user?.id ?? '';
}

type Call = { orderId: string; body: object; as?: string; role?: string; sessionId?: string };

async function refund({ orderId, body, as = shop.merchantId, role = 'owner', sessionId = 'ses_none' }: Call) {
  const principal = { kind: 'merchant_user', userId: 'usr_1', merchantId: as, role, sessionId } as const;
  const requestCtx: RequestCtx = { ...ctx, requestId: 'req_1', clientAddress: '127.0.0.1', merchant: null, principal };
  const request = new Request('http://localhost/', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const response = await postOrderRefund.handle(requestCtx, request, { id: orderId }).catch((error: unknown) => {
    if (isHttpFailure(error)) return renderFailure(error.failure, request);
    throw error;
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const refundedOf = async (orderId: string): Promise<bigint | undefined> => (await loadMerchantOrder(ctx, { merchantId: shop.merchantId, orderId }))?.refunded.amount;

describe('a refund on the merchant\'s order page', () => {
  it('is made once for its id, and the order tells it', async () => {
    const orderId = await order();
    const body = { refund_id: newUuid(), amount: '1.00' };
    for (let index = 0; index < 2; index++) expect(await refund({ orderId, body })).toMatchObject({ status: 200, body: { refunded_amount: '1.00', currency: 'CAD' } });
    expect(await refund({ orderId, body: { ...body, amount: '2.00' } })).toMatchObject({ status: 409, body: { error: 'idempotency_conflict' } });
    expect(await refundedOf(orderId)).toBe(100n);
  });

  it('never gives more than is left', async () => {
    const orderId = await order();
    expect(await refund({ orderId, body: { refund_id: newUuid(), amount: '99.00' } })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_captured' } });
    expect(await refundedOf(orderId)).toBe(0n);
  });

  it('needs a recent sign-in above a set amount', async () => {
    const orderId = await order();
    for (const amount of ['100.01', undefined]) {
      const stale = await refund({ orderId, body: { refund_id: newUuid(), amount }, sessionId: await signedIn(601) });
      expect(stale).toMatchObject({ status: 403, body: { error: 'recent_sign_in_required' } });
    }
    expect(await refundedOf(orderId)).toBe(0n);
    const fresh = await signedIn(599);
    expect(await refund({ orderId, body: { refund_id: newUuid(), amount: '100.01' }, sessionId: fresh })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_captured' } });
    expect(await refund({ orderId, body: { refund_id: newUuid() }, sessionId: fresh })).toMatchObject({ status: 200 });
  });

  it("is refused for another merchant's order as for none, and to staff", async () => {
    const orderId = await order();
    const body = { refund_id: newUuid(), amount: '1.00' };
    const unknown = await refund({ orderId: newUuid(), body });
    expect(unknown).toMatchObject({ status: 404, body: { error: 'not_found' } });
    expect(await refund({ orderId, body, as: newUuid() })).toEqual(unknown);
    expect(await refund({ orderId: 'order', body })).toEqual(unknown);
    expect(await refund({ orderId, body, role: 'staff' })).toMatchObject({ status: 403 });
    expect(await refundedOf(orderId)).toBe(0n);
  });

  it.each([{}, { refund_id: 'x', amount: '1.00' }, { refund_id: newUuid(), amount: '0' }, { refund_id: newUuid(), amount: '1.001' }, { refund_id: newUuid(), amount: -1 }, { refund_id: newUuid(), amount: '1', x: 1 }])(
    '400 for %j',
    async (body) => {
      const orderId = await order();
      expect(await refund({ orderId, body })).toMatchObject({ status: 400 });
      expect(await refundedOf(orderId)).toBe(0n);
    },
  );
});
