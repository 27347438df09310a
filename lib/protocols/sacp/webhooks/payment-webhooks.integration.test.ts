import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { switchBank } from '@/lib/bank';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { authorize, capture, expireAuthorizations, refund, retrieve, voidAuthorization } from '@/lib/network';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { chargeRequest, type Charge } from '@/lib/testing/charge';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { PAYMENT_EVENTS } from '@/lib/webhook';
import { deleteWebhook, getWebhooks, postWebhook } from './index';

const SECRET = 'a secret of the merchant, 32 letters'.replaceAll(' ', '-');

let ctx: TestCtx;
let shop: Shop;
let key: string;
let receiver: WebhookReceiver;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  key = await keyOf(shop);
  receiver = await startReceiver();
  expect(await register(key, { secret: SECRET })).toMatchObject({ status: 201, body: { events: PAYMENT_EVENTS, secret: SECRET } });
});
beforeEach(() => receiver.clear());
afterAll(() => receiver.close());

const keyOf = async ({ merchantId }: Shop): Promise<string> => (await issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'test', scopes: [] })).key;
const register = (token: string, more: object = {}) => callEndpoint(ctx, postWebhook, { token, body: { url: receiver.url, events: PAYMENT_EVENTS, ...more } });

async function charge(more: Partial<Charge> = {}): Promise<{ transactionId: string; idempotencyKey: string; merchantId: string }> {
  const { request } = await chargeRequest(ctx, { amount: 5_000n, merchantId: shop.merchantId, ...more });
  const made = await authorize(ctx, request).catch(() => null);
  return { transactionId: made?.ok ? made.value.id : '', idempotencyKey: request.idempotencyKey, merchantId: request.merchantId };
}

/** Everything that was promised, delivered: the types and what they said, in order. */
async function told(): Promise<(readonly [unknown, Record<string, unknown>])[]> {
  while ((await relayBatch(ctx, consumers)) > 0);
  return receiver.received.map(({ text }) => {
    const { type, data } = JSON.parse(text) as { type: string; data: Record<string, unknown> };
    return [type, data] as const;
  });
}

describe('webhooks of a merchant', () => {
  it('tell an authorisation, its captures, its refund, each once and in order, signed', async () => {
    const { transactionId, merchantId } = await charge();
    for (const [amount, captureKey] of [[2_000n, 'a'], [2_000n, 'a'], [3_000n, 'b']] as const) await capture(ctx, { transactionId, merchantId, amount, captureKey, orderId: null });
    await refund(ctx, { transactionId, merchantId, amount: 500n, refundKey: 'r' });
    expect(await told()).toMatchObject([
      ['payment.authorized', { transactionId, status: 'authorized', amount: '50.00', capturedAmount: '0.00', currency: 'CAD' }],
      ['payment.captured', { status: 'authorized', capturedAmount: '20.00' }],
      ['payment.captured', { status: 'captured', capturedAmount: '50.00' }],
      ['payment.refunded', { status: 'captured', refundedAmount: '5.00' }],
    ]);
    for (const { headers, text } of receiver.received) {
      const timestamp = String(headers['x-webhook-timestamp']);
      expect(headers['x-webhook-signature']).toBe(`sha256=${createHmac('sha256', SECRET).update(`${timestamp}.${text}`).digest('hex')}`);
    }
  });

  it('tell a void, an end, a decline of the bank and of the network itself, and a bank that did not answer', async () => {
    const [voided, expired] = [await charge(), await charge()];
    await voidAuthorization(ctx, { transactionId: voided.transactionId, merchantId: null });
    await charge({ amount: 500_001n });
    await charge({ mandate: { checkoutId: 'another' } });
    await switchBank(ctx, { bank: 'maple', isUp: false });
    const unanswered = await charge();
    ctx.clock.advance(121);
    await retrieve(ctx, unanswered.idempotencyKey);
    await switchBank(ctx, { bank: 'maple', isUp: true });
    ctx.clock.advance(168 * 3600);
    while ((await expireAuthorizations(ctx)) > 0);
    const events = await told();
    const of = (type: string) => events.filter(([each]) => each === type).map(([, data]) => data);
    expect(of('payment.voided')).toMatchObject([{ transactionId: voided.transactionId, status: 'voided' }]);
    expect(of('payment.declined').map(({ declineReason }) => declineReason).toSorted()).toEqual(['insufficient_funds', 'mandate_mismatch']);
    expect(of('payment.failed')).toMatchObject([{ status: 'declined', declineReason: 'issuer_unavailable' }]);
    expect(of('payment.expired')).toMatchObject([{ transactionId: expired.transactionId, status: 'expired' }]);
  });

  it('tell nothing of a payment that rolled back, nothing to another merchant, and nothing that was not asked for', async () => {
    const other = await makeShop(ctx);
    await register(await keyOf(other), { events: ['payment.voided'], url: `${receiver.url}/other` });
    await charge({ merchantId: other.merchantId });
    const { transactionId } = await charge();
    await expect(ctx.db.transaction(async (db) => {
      await voidAuthorization({ ...ctx, db }, { transactionId, merchantId: null });
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect((await told()).map(([type]) => type)).toEqual(['payment.authorized']);
    expect(receiver.received.every(({ path }) => path === '/hooks')).toBe(true);
  });

  it('are signed with the merchant\'s own secret where none is given, listed without it, bounded, and removed by their merchant alone', async () => {
    const own = await makeShop(ctx);
    const token = await keyOf(own);
    const first = await register(token);
    expect(first.body.secret).toMatch(/^whsec_/);
    const listed = await callEndpoint(ctx, getWebhooks, { token });
    expect(listed.body.webhooks).toEqual([{ id: first.body.id, url: receiver.url, events: PAYMENT_EVENTS, created_at: first.body.created_at }]);
    const more = await Promise.all(Array.from({ length: 12 }, () => register(token)));
    expect(more.filter(({ status }) => status === 201)).toHaveLength(9);
    const params = { id: String(first.body.id) };
    expect(await callEndpoint(ctx, deleteWebhook, { token: key, params })).toMatchObject({ status: 404 });
    expect(await callEndpoint(ctx, deleteWebhook, { token, params })).toMatchObject({ status: 200 });
    expect(await callEndpoint(ctx, deleteWebhook, { token, params })).toMatchObject({ status: 404 });
  });
});
