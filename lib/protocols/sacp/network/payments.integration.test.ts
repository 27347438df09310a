import { beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { newId, newUuid } from '@/lib/kernel/id';
import { authorize, expireAuthorizations, resumeRefunds } from '@/lib/network';
import { chargeRequest, networkPorts } from '@/lib/testing/charge';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getBankStatement } from '../bank';
import { renderFailure } from '../errors';
import { getPayment, postPaymentCapture, postPaymentRefund, postPaymentVoid } from './index';

const MERCHANT = newUuid();
let ctx: TestCtx;

beforeAll(async () => {
  ctx = await testCtx({ ports: networkPorts });
});

type Call = { id: string; merchantId?: string; body?: string; key?: string };

const asMerchant = (merchantId: string): RequestCtx => ({
  ...ctx, requestId: 'req_1', clientAddress: '127.0.0.1', merchant: null, principal: { kind: 'merchant_key', keyId: 'key_1', merchantId, scopes: [] },
});

const asOwner = (userId: string): RequestCtx => ({
  ...ctx, requestId: 'req_1', clientAddress: '127.0.0.1', merchant: null, principal: { kind: 'owner', userId, walletId: 'wal_1', sessionId: 'ses_1' },
});

/** Calls a handler as the entrance does, and renders what it throws. */
async function call(target: Endpoint, requestCtx: RequestCtx, request: Request, params: Record<string, string>) {
  const response = await target.handle(requestCtx, request, params).catch((error: unknown) => {
    if (isHttpFailure(error)) return renderFailure(error.failure);
    throw error;
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function send(target: Endpoint, { id, merchantId = MERCHANT, body, key }: Call) {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  return call(target, asMerchant(merchantId), new Request('http://localhost/', { method: target.method, body, headers }), { id });
}

async function authorized(amount = 5_000n, merchantId = MERCHANT): Promise<{ id: string; userId: string }> {
  const { userId, request } = await chargeRequest(ctx, { amount, merchantId });
  const result = await authorize(ctx, request);
  if (!result.ok) throw new Error(result.error.code);
  return { id: result.value.id, userId };
}

describe('GET /api/v1/payments/{id}', () => {
  it('200: the transaction with amounts as decimal strings', async () => {
    const { id } = await authorized();
    expect(await send(getPayment, { id })).toEqual({
      status: 200,
      body: { transactionId: id, status: 'authorized', amount: '50.00', capturedAmount: '0.00', refundedAmount: '0.00' },
    });
  });

  it('200 with declineReason for a declined one', async () => {
    const { id } = await authorized(500_001n);
    expect(await send(getPayment, { id })).toMatchObject({ status: 200, body: { status: 'declined', declineReason: 'insufficient_funds' } });
  });

  it.each(['', 'txn_1', 'txn_\u0000', `txn_${'0'.repeat(26)}`, "txn_'; drop table x"])('404 for %j', async (id) => {
    expect(await send(getPayment, { id })).toMatchObject({ status: 404, body: { error: 'transaction_not_found' } });
  });

  it("404 for another merchant's, on every route and with the same words", async () => {
    const { id } = await authorized();
    const unknown = await send(getPayment, { id: 'txn_1' });
    for (const target of [getPayment, postPaymentCapture, postPaymentRefund, postPaymentVoid]) {
      expect(await send(target, { id, merchantId: newUuid() })).toEqual(unknown);
    }
    expect(await send(getPayment, { id })).toMatchObject({ body: { status: 'authorized' } });
  });
});

describe('POST /api/v1/payments/{id}/capture', () => {
  it('200: captures all by default', async () => {
    const { id } = await authorized();
    expect(await send(postPaymentCapture, { id })).toMatchObject({ status: 200, body: { status: 'captured', capturedAmount: '50.00' } });
  });

  it.each(['{"amount":20}', '{"amount":20.00}', '{"amount":"20.00"}'])('200: captures a part with %s', async (body) => {
    const { id } = await authorized();
    expect(await send(postPaymentCapture, { id, body })).toMatchObject({ status: 200, body: { status: 'authorized', capturedAmount: '20.00' } });
  });

  it('409 amount_exceeds_authorized beyond the exact cap', async () => {
    const { id } = await authorized();
    await send(postPaymentCapture, { id, body: '{"amount":30}' });
    expect(await send(postPaymentCapture, { id, body: '{"amount":20.01}' })).toMatchObject({
      status: 409, body: { error: 'amount_exceeds_authorized', available: '20.00' },
    });
    expect(await send(postPaymentCapture, { id, body: '{"amount":999999999999999}' })).toMatchObject({ status: 409 });
    expect(await send(postPaymentCapture, { id, body: '{"amount":20}' })).toMatchObject({ status: 200, body: { status: 'captured' } });
  });

  it('409 wrong_state once captured, voided or declined', async () => {
    const captured = await authorized();
    await send(postPaymentCapture, captured);
    const voided = await authorized();
    await send(postPaymentVoid, voided);
    const declined = await authorized(500_001n);
    for (const { id } of [captured, voided, declined]) {
      expect(await send(postPaymentCapture, { id })).toMatchObject({ status: 409, body: { error: 'wrong_state' } });
    }
  });

  it.each([
    '{"amount":20.001}', '{"amount":20.000000000000000001}', '{"amount":"20.001"}', '{"amount":0}', '{"amount":-1}', '{"amount":1e1}',
    '{"amount":"x"}', '{"amount":true}', '{"amount":null}', '{"amount":{}}', '{"amount":99999999999999999999}',
  ])('400 with the field for %s, and captures nothing', async (body) => {
    const { id } = await authorized();
    expect(await send(postPaymentCapture, { id, body })).toMatchObject({ status: 400, body: { error: 'invalid_request', param: '$.amount' } });
    expect(await send(getPayment, { id })).toMatchObject({ body: { capturedAmount: '0.00' } });
  });

  it.each(['{', '[]', '"x"', '7', 'null', '{"amount":1,"other":2}'])('400 for the body %s', async (body) => {
    const { id } = await authorized();
    expect(await send(postPaymentCapture, { id, body })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('413 for a body too large', async () => {
    const { id } = await authorized();
    expect(await send(postPaymentCapture, { id, body: JSON.stringify({ amount: '1'.repeat(20_000) }) })).toMatchObject({ status: 413 });
  });

  it('captures once under one Idempotency-Key, and refuses another amount under it', async () => {
    const { id } = await authorized();
    const command = { id, body: '{"amount":10}', key: 'k1' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(postPaymentCapture, command)));
    expect(new Set(answers.map((each) => each.body.capturedAmount))).toEqual(new Set(['10.00']));
    const conflict = { status: 409, body: { error: 'idempotency_conflict' } };
    expect(await send(postPaymentCapture, { ...command, body: '{"amount":11}' })).toMatchObject(conflict);
    expect(await send(postPaymentCapture, { ...command, key: 'k2' })).toMatchObject({ status: 200, body: { capturedAmount: '20.00' } });
    expect(await send(postPaymentCapture, { ...command, key: 'k'.repeat(256) })).toMatchObject({ status: 400 });
  });
});

describe('POST /api/v1/payments/{id}/void', () => {
  it('200, again and again', async () => {
    const { id } = await authorized();
    const voided = { status: 200, body: { status: 'voided', capturedAmount: '0.00' } };
    for (let index = 0; index < 2; index++) expect(await send(postPaymentVoid, { id })).toMatchObject(voided);
  });

  it('409 once anything is captured', async () => {
    const { id } = await authorized();
    await send(postPaymentCapture, { id, body: '{"amount":1}' });
    expect(await send(postPaymentVoid, { id })).toMatchObject({ status: 409, body: { error: 'wrong_state' } });
  });

  it('400 for a body that says more', async () => {
    const { id } = await authorized();
    expect(await send(postPaymentVoid, { id, body: '{"amount":1}' })).toMatchObject({ status: 400, body: { param: '$.amount' } });
  });
});

describe('GET /api/bank/statement', () => {
  const statement = (userId: string, query = '') => call(getBankStatement, asOwner(userId), new Request(`http://localhost/api/bank/statement${query}`), {});

  it('200: what is held, and what was booked with its sign', async () => {
    const { id, userId } = await authorized();
    const held = { amount: '50.00', currency: 'CAD', merchant: 'Regal Moose', agent: 'Shopper', order_id: null };
    expect(await statement(userId, '?agent_only=true')).toMatchObject({ status: 200, body: { holds: [held], entries: [] } });
    await send(postPaymentCapture, { id });
    const { body } = await statement(userId, '?agent_only=true');
    expect(body).toMatchObject({ holds: [], entries: [{ ...held, amount: '-50.00', kind: 'capture', at: ctx.clock.now().toISOString() }] });
    expect((await statement(userId)).body.entries).toHaveLength(3);
  });

  it.each(['?cursor=x', '?cursor=', '?agent_only=maybe'])('400 for %s', async (query) => {
    expect(await statement(newId('user'), query)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('POST /api/v1/payments/{id}/refund', () => {
  async function captured(): Promise<{ id: string; userId: string }> {
    const made = await authorized();
    ctx.clock.advance(1);
    await send(postPaymentCapture, { id: made.id });
    return made;
  }

  it('200: refunds in parts until the sum, and not a cent more', async () => {
    const { id } = await captured();
    expect(await send(postPaymentRefund, { id, body: '{"amount":"20.00"}' })).toMatchObject({ status: 200, body: { status: 'captured', refundedAmount: '20.00' } });
    expect(await send(postPaymentRefund, { id, body: '{"amount":30.01}' })).toMatchObject({
      status: 409, body: { error: 'amount_exceeds_captured', param: '$.amount', available: '30.00' },
    });
    expect(await send(postPaymentRefund, { id })).toMatchObject({ status: 200, body: { status: 'refunded', capturedAmount: '50.00', refundedAmount: '50.00' } });
    expect(await send(postPaymentRefund, { id })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_captured', available: '0.00' } });
  });

  it('refunds once under one Idempotency-Key, also when asked at the same moment, and refuses another amount under it', async () => {
    const { id } = await captured();
    const asked = Array.from({ length: 8 }, () => send(postPaymentRefund, { id, body: '{"amount":10}', key: 'r1' }));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 200));
    expect(await send(getPayment, { id })).toMatchObject({ body: { refundedAmount: '10.00' } });
    expect(await send(postPaymentRefund, { id, body: '{"amount":11}', key: 'r1' })).toMatchObject({ status: 409, body: { error: 'idempotency_conflict' } });
  });

  it('never goes beyond what was captured, whatever is asked at the same moment', async () => {
    const { id } = await captured();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(postPaymentRefund, { id, body: '{"amount":20}' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(await send(getPayment, { id })).toMatchObject({ body: { refundedAmount: '40.00' } });
  });

  it('409 while nothing is captured; of a part that is captured, that part', async () => {
    const { id } = await authorized();
    expect(await send(postPaymentRefund, { id })).toMatchObject({ status: 409, body: { error: 'wrong_state', status: 'authorized' } });
    await send(postPaymentCapture, { id, body: '{"amount":20}' });
    expect(await send(postPaymentRefund, { id, body: '{"amount":20.01}' })).toMatchObject({ status: 409, body: { error: 'amount_exceeds_captured' } });
    expect(await send(postPaymentRefund, { id })).toMatchObject({ status: 200, body: { status: 'authorized', capturedAmount: '20.00', refundedAmount: '20.00' } });
    expect(await send(postPaymentVoid, { id })).toMatchObject({ status: 409, body: { error: 'wrong_state' } });
  });

  it.each(['{"amount":0}', '{"amount":-1}', '{"amount":"1.001"}', '{"amount":null}', '{"sum":1}', '[]', '{'])('400 for %s, and nothing changes', async (body) => {
    const { id } = await captured();
    expect(await send(postPaymentRefund, { id, body })).toMatchObject({ status: 400 });
    expect(await send(getPayment, { id })).toMatchObject({ body: { refundedAmount: '0.00' } });
  });

  it('gives the money back on the statement, once, also when the process died before the bank was asked', async () => {
    const { id, userId } = await captured();
    let transactions = 0;
    const db: TestCtx['db'] = { ...ctx.db, transaction: (work) => (transactions++ === 0 ? ctx.db.transaction(work) : Promise.reject(new Error('crash'))) };
    const request = new Request('http://localhost/', { method: 'POST', body: '{"amount":20}', headers: { 'idempotency-key': 'r2' } });
    await expect(postPaymentRefund.handle({ ...asMerchant(MERCHANT), db }, request, { id })).rejects.toThrow('crash');
    expect(await send(getPayment, { id })).toMatchObject({ body: { refundedAmount: '0.00' } });
    ctx.clock.advance(31);
    expect(await resumeRefunds(ctx)).toBe(1);
    expect(await send(postPaymentRefund, { id, body: '{"amount":20}', key: 'r2' })).toMatchObject({ status: 200, body: { refundedAmount: '20.00' } });
    const statement = await call(getBankStatement, asOwner(userId), new Request('http://localhost/'), {});
    expect(statement.body.entries).toMatchObject([{ kind: 'refund', amount: '20.00', merchant: 'Regal Moose' }, { kind: 'capture', amount: '-50.00' }, { kind: 'fund' }, { kind: 'fund' }]);
  });
});

describe('an authorisation past its seven days', () => {
  it('captures and voids no more, and gives its money back', async () => {
    const { id, userId } = await authorized();
    const part = await authorized();
    await send(postPaymentCapture, { id: part.id, body: '{"amount":20}' });
    ctx.clock.advance(168 * 3600);
    expect(await send(postPaymentCapture, { id })).toMatchObject({ status: 409, body: { error: 'wrong_state', status: 'expired' } });
    expect(await send(postPaymentVoid, { id })).toMatchObject({ status: 409, body: { error: 'wrong_state', status: 'expired' } });
    while ((await expireAuthorizations(ctx)) > 0);
    expect(await send(getPayment, { id: part.id })).toMatchObject({ body: { status: 'captured', amount: '50.00', capturedAmount: '20.00' } });
    expect((await call(getBankStatement, asOwner(userId), new Request('http://localhost/'), {})).body.holds).toEqual([]);
  });
});
