import { randomUUID } from 'node:crypto';
import { accessToken, call, createCheckout, grantedToken, makeAgent, must, requestToken, spentToday, type Call, type ReadyCheckout, type Reply } from './fixtures/api';
import { auditOf } from './fixtures/books';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// The payment network on the wire: a merchant takes the agent's token there itself, and captures, voids and refunds.

type Purchase = { readonly token: string; readonly checkout: ReadyCheckout; readonly body: Record<string, unknown> };

async function purchaseOf({ baseUrl, ...server }: Server): Promise<Purchase> {
  const token = await accessToken(baseUrl, await makeAgent({ baseUrl, ...server }));
  const checkout = await createCheckout(baseUrl, token);
  const { paymentToken } = await grantedToken(baseUrl, token, checkout);
  return { token, checkout, body: { merchantId: checkout.merchant, amount: checkout.amount, currency: checkout.currency, cardToken: paymentToken, orderId: checkout.id } };
}

const asMerchant = (server: Server, request: Omit<Call, 'token'>): Promise<Reply> => call(server.baseUrl, { method: 'POST', token: regalMoose(server).apiKey, ...request });
const authorize = (server: Server, body: object, key?: string): Promise<Reply> =>
  asMerchant(server, { path: '/api/v1/payments/authorize', body, headers: key === undefined ? {} : { 'idempotency-key': key } });
const act = (server: Server, id: unknown, action: string, body: object = {}, key?: string): Promise<Reply> =>
  asMerchant(server, { path: `/api/v1/payments/${String(id)}/${action}`, body, headers: key === undefined ? {} : { 'idempotency-key': key } });

async function switchBank({ baseUrl, demo }: Server, available: boolean): Promise<void> {
  must(await call(baseUrl, { method: 'POST', path: '/testing/banks', token: demo.operator.apiKey, body: { bank: 'maple', available } }), 200);
}

test('an authorisation is captured in parts up to its sum and refunded up to what was captured; the books agree', async ({ server }) => {
  const { checkout, body } = await purchaseOf(server);
  const authorized = must(await authorize(server, body), 200).body;
  expect(authorized).toMatchObject({ status: 'authorized', amount: checkout.amount, capturedAmount: '0.00', refundedAmount: '0.00' });
  const id = authorized.transactionId;
  expect(must(await act(server, id, 'capture', { amount: '1.00' }, 'part'), 200).body).toMatchObject({ status: 'authorized', capturedAmount: '1.00' });
  expect(must(await act(server, id, 'capture', { amount: '1.00' }, 'part'), 200).body).toMatchObject({ capturedAmount: '1.00' });
  expect(await act(server, id, 'void')).toMatchObject({ status: 409, body: { error: 'wrong_state' } });
  expect(await act(server, id, 'capture', { amount: checkout.amount })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_authorized' } });
  expect(must(await act(server, id, 'capture'), 200).body).toMatchObject({ status: 'captured', capturedAmount: checkout.amount });
  expect(await act(server, id, 'refund', { amount: '9999.00' })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_captured' } });
  expect(must(await act(server, id, 'refund'), 200).body).toMatchObject({ status: 'refunded', refundedAmount: checkout.amount });
  expect(must(await asMerchant(server, { method: 'GET', path: `/api/v1/payments/${String(id)}` }), 200).body).toMatchObject({ status: 'refunded' });
  expect(await auditOf(server.dataDir)).toEqual([]);
});

test('a void gives the budget back', async ({ server }) => {
  const { token, body } = await purchaseOf(server);
  const { transactionId } = must(await authorize(server, body), 200).body;
  expect(must(await act(server, transactionId, 'void'), 200).body).toMatchObject({ status: 'voided' });
  expect(must(await act(server, transactionId, 'void'), 200).body).toMatchObject({ status: 'voided' });
  expect(await spentToday(server.baseUrl, token)).toBe('0.00');
});

test('one token authorises once, whatever is sent at the same moment; a contradicting context and a foreign key change nothing', async ({ server }) => {
  const { body } = await purchaseOf(server);
  expect(await authorize(server, { ...body, agentContext: { agentId: 'agent_other' } })).toMatchObject({ status: 400, body: { error: 'agent_context_mismatch' } });
  expect(await authorize(server, { ...body, merchantId: 'au-comptoir-a-patons' })).toMatchObject({ status: 400, body: { error: 'tenant_conflict' } });
  const key = randomUUID();
  const replies = await Promise.all(Array.from({ length: 20 }, () => authorize(server, body, key)));
  const answered = replies.filter(({ status }) => status === 200).map((reply) => reply.body.transactionId);
  expect(new Set(answered).size).toBe(1);
  expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true);
  expect(must(await authorize(server, body, key), 200).body.transactionId).toBe(answered[0]);
});

test('a bank that is down is 503 and charges nothing; the same request charges once when it is back', async ({ server }) => {
  const { token, checkout, body } = await purchaseOf(server);
  await switchBank(server, false);
  try {
    expect(await authorize(server, body)).toMatchObject({ status: 503, body: { error: 'unavailable' } });
  } finally {
    await switchBank(server, true);
  }
  await expect(async () => expect((await authorize(server, body)).status).toBe(200)).toPass({ timeout: 40_000 });
  expect(must(await authorize(server, body), 200).body).toMatchObject({ status: 'authorized' });
  expect((await requestToken(server.baseUrl, token, checkout)).status).toBe(409);
  expect(await auditOf(server.dataDir)).toEqual([]);
});
