import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairwiseOwnerId, updateAgent } from '@/lib/agent';
import { runAudit } from '@/lib/audit';
import { issueApiKey } from '@/lib/auth';
import { switchBank } from '@/lib/bank';
import { getCheckout, resumeCompletions, updateCheckout, type Checkout } from '@/lib/checkout';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { money, toDecimal } from '@/lib/kernel/money';
import { capture, expireAuthorizations } from '@/lib/network';
import { loadMerchantOrder } from '@/lib/order';
import type { CredentialFacts } from '@/lib/ports';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, openCheckout, payWith, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { vaultToken } from '@/lib/testing/vault';
import { getPayment, postAuthorize, postPaymentCapture, postPaymentRefund, postPaymentVoid } from './index';

let ctx: TestCtx;
let shop: Shop;
let key: string;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  key = await keyOf(shop);
});

afterAll(async () => {
  expect(await runAudit(ctx)).toEqual([]);
});

const keyOf = async ({ merchantId }: Shop): Promise<string> => (await issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'test', scopes: [] })).key;

type Case = { readonly agent: TestAgent; readonly checkout: Checkout; readonly token: string; readonly body: Record<string, unknown> };

async function ready(items?: { id: string; quantity: number }[], agent?: TestAgent): Promise<Case> {
  const buyer = agent ?? (await makeAgent(ctx));
  const checkout = await openCheckout(ctx, shop, buyer, items);
  const token = await tokenFor(ctx, buyer, checkout);
  const total = toDecimal(money(checkout.totals.totalAmount, checkout.currency));
  return { agent: buyer, checkout, token, body: { merchantId: shop.handle, amount: total, currency: 'CAD', cardToken: token, orderId: checkout.id } };
}

const authorize = (body: object, more: { idempotencyKey?: string; token?: string } = {}) =>
  callEndpoint(ctx, postAuthorize, {
    token: more.token ?? key,
    body,
    headers: more.idempotencyKey === undefined ? {} : { 'idempotency-key': more.idempotencyKey },
  });

const act = (endpoint: typeof getPayment, id: unknown, body?: object) => callEndpoint(ctx, endpoint, { token: key, params: { id: String(id) }, body });

async function orderOf({ checkout }: Case) {
  const found = await getCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'acquirer', merchantId: shop.merchantId } });
  const orderId = found.ok ? found.value.order?.id : undefined;
  return orderId === undefined ? null : loadMerchantOrder(ctx, { merchantId: shop.merchantId, orderId });
}

const transactionsOf = (checkout: Checkout) =>
  ctx.db.query<{ id: string }>({ name: 'test.transactions', text: 'select id from network_transaction where checkout_id = $1', values: [checkout.id] });

async function holdOf({ agent }: Case): Promise<string[]> {
  const rows = await ctx.db.query<{ status: string }>({ name: 'test.holds', text: 'select status from spending_hold where agent_id = $1 order by created_at', values: [agent.agentId] });
  return rows.map(({ status }) => status);
}

async function factsOf(token: string): Promise<CredentialFacts> {
  const facts = await ctx.ports.credentials.describe(ctx, token);
  if (!facts) throw new Error('no such token');
  return facts;
}

const tellStores = async (): Promise<void> => {
  while ((await relayBatch(ctx, consumers)) > 0);
};

describe('POST /api/v1/payments/authorize', () => {
  it("takes the seed's body: the money is held, the checkout is paid, and its order waits for the merchant's capture", async () => {
    const purchase = await ready();
    const facts = await factsOf(purchase.token);
    const agentContext = {
      agentId: purchase.agent.agentId, ownerId: pairwiseOwnerId(ctx, { walletId: purchase.agent.walletId, merchantId: shop.merchantId }),
      humanPresent: false, mandateId: facts.cartMandateId, mandateType: 'cart',
    };
    const reply = await authorize({ ...purchase.body, agentContext });
    expect(reply).toMatchObject({ status: 200, body: { status: 'authorized', amount: '16.50', capturedAmount: '0.00', refundedAmount: '0.00' } });
    expect(await act(getPayment, reply.body.transactionId)).toMatchObject({ status: 200, body: reply.body });
    expect(await orderOf(purchase)).toMatchObject({ paymentStatus: 'authorized' });
    expect(await holdOf(purchase)).toEqual(['used']);
    await tellStores();
    expect(await orderOf(purchase)).toMatchObject({ paymentStatus: 'authorized' });
  });

  it('takes a card of the vault too, of which no agent is known, and refuses one that is said to act', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const body = { amount: '16.50', currency: 'CAD', cardToken: await vaultToken(ctx, checkout), orderId: checkout.id };
    expect(await authorize({ ...body, agentContext: { agentId: 'agent_other' } })).toMatchObject({ status: 400, body: { error: 'agent_context_mismatch', param: '$.agentContext.agentId' } });
    const reply = await authorize(body);
    expect(reply).toMatchObject({ status: 200, body: { status: 'authorized', amount: '16.50' } });
    expect(await act(postPaymentCapture, reply.body.transactionId)).toMatchObject({ status: 200, body: { status: 'captured' } });
    expect(await act(postPaymentRefund, reply.body.transactionId)).toMatchObject({ status: 200, body: { status: 'refunded' } });
  });

  it('is captured in parts until their sum, not beyond it, and not voided in between; then it is refunded', async () => {
    const purchase = await ready();
    const { body } = await authorize(purchase.body);
    expect(await act(postPaymentCapture, body.transactionId, { amount: '10.00' })).toMatchObject({ status: 200, body: { status: 'authorized', capturedAmount: '10.00' } });
    expect(await orderOf(purchase)).toMatchObject({ paymentStatus: 'authorized' });
    expect(await act(postPaymentVoid, body.transactionId)).toMatchObject({ status: 409, body: { error: 'wrong_state' } });
    expect(await act(postPaymentCapture, body.transactionId, { amount: '6.51' })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_authorized', available: '6.50' } });
    expect(await act(postPaymentCapture, body.transactionId, { amount: '6.50' })).toMatchObject({ status: 200, body: { status: 'captured', capturedAmount: '16.50' } });
    expect(await orderOf(purchase)).toMatchObject({ paymentStatus: 'captured' });
    expect(await act(postPaymentRefund, body.transactionId, { amount: '16.51' })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_captured' } });
    expect(await act(postPaymentRefund, body.transactionId)).toMatchObject({ status: 200, body: { status: 'refunded' } });
  });

  it('voided before a capture ends its order and frees the budget', async () => {
    const purchase = await ready();
    const { body } = await authorize(purchase.body);
    expect(await act(postPaymentVoid, body.transactionId)).toMatchObject({ status: 200, body: { status: 'voided' } });
    expect(await orderOf(purchase)).toMatchObject({ status: 'canceled', paymentStatus: 'voided' });
    expect(await holdOf(purchase)).toEqual(['released']);
  });

  it('ends by itself after seven days: nothing captured frees the budget, a part that was captured stands', async () => {
    const [whole, part] = [await ready(), await ready()];
    const [, partly] = [await authorize(whole.body), await authorize(part.body)];
    await act(postPaymentCapture, partly.body.transactionId, { amount: '1.00' });
    const now = ctx.clock.now();
    ctx.clock.advance(168 * 3600);
    while ((await expireAuthorizations(ctx)) > 0);
    await tellStores();
    ctx.clock.set(now);
    expect(await orderOf(whole)).toMatchObject({ paymentStatus: 'expired' });
    expect(await holdOf(whole)).toEqual(['released']);
    expect(await orderOf(part)).toMatchObject({ paymentStatus: 'captured' });
    expect(await act(getPayment, partly.body.transactionId)).toMatchObject({ body: { status: 'captured', capturedAmount: '1.00' } });
  });

  it('tells the store of a capture although the process died before it could', async () => {
    const purchase = await ready();
    const { body } = await authorize(purchase.body);
    await capture(ctx, { transactionId: String(body.transactionId), merchantId: shop.merchantId, amount: null, captureKey: 'k', orderId: null });
    expect(await orderOf(purchase)).toMatchObject({ paymentStatus: 'authorized' });
    expect(await runAudit(ctx)).toEqual([]);
    await tellStores();
    expect(await orderOf(purchase)).toMatchObject({ paymentStatus: 'captured' });
  });

  it('authorises a token once, however often and at the same moment it is sent', async () => {
    const purchase = await ready();
    const replies = await Promise.all(Array.from({ length: 12 }, () => authorize(purchase.body)));
    const [transaction, ...others] = await transactionsOf(purchase.checkout);
    expect(others).toEqual([]);
    for (const { status, body } of replies) expect(status === 200 ? body.transactionId : body.error).toBe(status === 200 ? transaction?.id : 'authorization_in_progress');
    expect(await authorize(purchase.body)).toMatchObject({ status: 200, body: { transactionId: transaction?.id, status: 'authorized' } });
  });

  it('answers the same under one Idempotency-Key, refuses another body under it, and a spent token under another key', async () => {
    const purchase = await ready();
    const first = await authorize(purchase.body, { idempotencyKey: 'a' });
    expect(await authorize(purchase.body, { idempotencyKey: 'a' })).toMatchObject({ status: 200, body: first.body });
    expect(await authorize({ ...purchase.body, merchantId: undefined }, { idempotencyKey: 'a' })).toMatchObject({ status: 409, body: { error: 'idempotency_conflict' } });
    expect(await authorize(purchase.body, { idempotencyKey: 'b' })).toMatchObject({ status: 409, body: { error: 'order_closed' } });
    expect(await transactionsOf(purchase.checkout)).toHaveLength(1);
  });

  it('declines what the bank declines with 200, and the checkout can be paid with another token', async () => {
    const limits = [{ currency: 'CAD', perTransactionAmount: 1_000_000n, dailyAmount: 2_000_000n, monthlyAmount: 2_000_000n }] as const;
    const purchase = await ready([{ id: 'tea', quantity: 455 }], await makeAgent(ctx, { limits }));
    expect(await authorize(purchase.body)).toMatchObject({ status: 200, body: { status: 'declined', declineReason: 'insufficient_funds', amount: '5010.50' } });
    expect(await authorize(purchase.body)).toMatchObject({ status: 200, body: { status: 'declined' } });
    expect(await holdOf(purchase)).toEqual(['released']);
    expect(await getCheckout(ctx, { checkoutId: purchase.checkout.id, actor: { kind: 'acquirer', merchantId: shop.merchantId } })).toMatchObject({ value: { status: 'ready' } });
  });

  it('answers 503 while the bank is down, and the same request charges once when it is back', async () => {
    const purchase = await ready();
    await switchBank(ctx, { bank: 'maple', isUp: false });
    expect(await authorize(purchase.body, { idempotencyKey: 'd' })).toMatchObject({ status: 503, body: { error: 'unavailable', next_step: expect.any(String) as string } });
    expect(await runAudit(ctx)).toEqual([]);
    await switchBank(ctx, { bank: 'maple', isUp: true });
    ctx.clock.advance(2);
    const paid = await authorize(purchase.body, { idempotencyKey: 'd' });
    expect(paid).toMatchObject({ status: 200, body: { status: 'authorized' } });
    await switchBank(ctx, { bank: 'maple', isUp: false });
    expect(await act(postPaymentCapture, paid.body.transactionId)).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    await switchBank(ctx, { bank: 'maple', isUp: true });
    expect(await act(postPaymentCapture, paid.body.transactionId)).toMatchObject({ status: 200, body: { status: 'captured' } });
    expect(await transactionsOf(purchase.checkout)).toHaveLength(1);
  });

  it('gives a bank that stays down up, so that the checkout can be paid with another token', async () => {
    const purchase = await ready();
    await switchBank(ctx, { bank: 'maple', isUp: false });
    await authorize(purchase.body);
    ctx.clock.advance(121);
    await resumeCompletions(ctx);
    await switchBank(ctx, { bank: 'maple', isUp: true });
    expect(await authorize(purchase.body)).toMatchObject({ status: 200, body: { status: 'declined', declineReason: 'issuer_unavailable' } });
    expect(await holdOf(purchase)).toEqual(['released']);
    const token = await tokenFor(ctx, purchase.agent, purchase.checkout);
    expect(await authorize({ ...purchase.body, cardToken: token })).toMatchObject({ status: 200, body: { status: 'authorized' } });
  });

  it.each([
    ['agentId', { agentId: 'agent_other' }],
    ['ownerId', { ownerId: 'owner_other' }],
    ['humanPresent', { humanPresent: true }],
    ['mandateId', { mandateId: 'mandate_other' }],
  ])('refuses a context whose %s contradicts the token, and changes nothing', async (field, agentContext) => {
    const purchase = await ready();
    expect(await authorize({ ...purchase.body, agentContext })).toMatchObject({ status: 400, body: { error: 'agent_context_mismatch', param: `$.agentContext.${field}` } });
    expect(await transactionsOf(purchase.checkout)).toEqual([]);
    expect(await authorize(purchase.body)).toMatchObject({ status: 200, body: { status: 'authorized' } });
  });

  it.each([
    ['another amount', { amount: '16.49' }, 400, 'amount_mismatch'],
    ['another currency', { currency: 'EUR' }, 400, 'currency_mismatch'],
    ['too many decimals', { amount: '16.500' }, 400, 'invalid_request'],
    ['an amount of null', { amount: null }, 400, 'invalid_request'],
    ['an unknown field', { cvv: '123' }, 400, 'invalid_request'],
    ['an unknown token', { cardToken: 'vt_unknown' }, 400, 'invalid_card_token'],
    ['an unknown order', { orderId: '00000000-0000-4000-8000-000000000000' }, 404, 'order_not_found'],
    ['an order that is no id', { orderId: 'order_123' }, 404, 'order_not_found'],
    ['another merchant', { merchantId: 'nobody-sells' }, 400, 'tenant_conflict'],
  ])('refuses %s with %j, and changes nothing', async (_case, change, status, error) => {
    const purchase = await ready();
    expect(await authorize({ ...purchase.body, ...change })).toMatchObject({ status, body: { error, next_step: expect.any(String) as string } });
    expect(await transactionsOf(purchase.checkout)).toEqual([]);
    expect(await holdOf(purchase)).toEqual(['held']);
  });

  it('knows no checkout and no token of another merchant, nor a token for another checkout', async () => {
    const [purchase, other] = [await ready(), await ready()];
    const stranger = await keyOf(await makeShop(ctx));
    const { merchantId: _named, ...unnamed } = purchase.body;
    expect(await authorize(unnamed, { token: stranger })).toMatchObject({ status: 404, body: { error: 'order_not_found' } });
    expect(await authorize({ ...purchase.body, cardToken: other.token })).toMatchObject({ status: 400, body: { error: 'invalid_card_token', reason: 'unknown' } });
    expect(await transactionsOf(purchase.checkout)).toEqual([]);
  });

  it('refuses a token whose checkout was edited, whose agent was paused, whose time ran out, and one that was spent at the store', async () => {
    const [edited, paused, late, spent] = [await ready(), await ready(), await ready(), await ready()];
    const actor = { kind: 'agent', agentId: edited.agent.agentId } as const;
    await updateCheckout(ctx, { checkoutId: edited.checkout.id, actor, patch: { buyer: { email: 'bo@buyer.example' } } });
    expect(await authorize(edited.body)).toMatchObject({ status: 400, body: { error: 'invalid_card_token', reason: 'voided' } });
    await updateAgent(ctx, { agentId: paused.agent.agentId, walletId: paused.agent.walletId, patch: { status: 'suspended' } });
    expect(await authorize(paused.body)).toMatchObject({ status: 400, body: { error: 'invalid_card_token', reason: 'voided' } });
    await payWith(ctx, spent.agent, spent.checkout, spent.token);
    expect(await authorize(spent.body, { idempotencyKey: 'c' })).toMatchObject({ status: 409, body: { error: 'order_closed' } });
    const now = ctx.clock.now();
    ctx.clock.advance(301);
    expect(await authorize(late.body)).toMatchObject({ status: 400, body: { error: 'invalid_card_token', reason: 'expired' } });
    ctx.clock.set(now);
  });
});
