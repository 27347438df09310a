import { beforeAll, describe, expect, it } from 'vitest';
import { getPaymentEvidence } from '@/lib/protocols/sacp/payments';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import { buy, makeOwner } from '@/lib/testing/evidence';
import { makeShop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { postVerify } from './index';

let ctx: TestCtx;
let bundle: Record<string, unknown>;

beforeAll(async () => {
  ctx = await testCtx();
  const [shop, owner] = [await makeShop(ctx), await makeOwner(ctx)];
  const id = await buy(ctx, shop, owner, 6);
  const read = await callEndpoint(ctx, getPaymentEvidence, { params: { id }, token: await accessTokenOf(ctx, owner.agent.agentId) });
  expect(read.status).toBe(200);
  bundle = read.body;
});

describe('POST /api/evidence/verify', () => {
  it('says what a bundle proves, and against which keys, to anyone', async () => {
    const { status, body } = await callEndpoint(ctx, postVerify, { body: bundle });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      verified: true,
      against: { jwks_uri: 'http://localhost:3000/.well-known/jwks.json', origin: 'http://localhost:3000' },
      facts: { payment_id: bundle.payment_id, total: '71.50', currency: 'CAD', countersignature: { signed_at: ctx.clock.now().toISOString() }, limits: null },
    });
  });

  it('tells the faults of a changed one', async () => {
    const { status, body } = await callEndpoint(ctx, postVerify, { body: { ...bundle, status: 'voided' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ verified: false, faults: ['The record tells another status.'] });
  });

  it.each([['an empty object', {}], ['an object of other things', { a: 1 }]])('does not verify %s', async (_case, body) => {
    expect(await callEndpoint(ctx, postVerify, { body })).toMatchObject({ status: 200, body: { verified: false } });
  });

  it.each([['no body', undefined], ['a list', []], ['text', '"x"']])('refuses %s, which is no bundle', async (_case, body) => {
    expect(await callEndpoint(ctx, postVerify, { body })).toMatchObject({ status: 400 });
  });

  it('refuses what is no JSON, and what is larger than 256 KiB', async () => {
    expect((await callEndpoint(ctx, postVerify, { body: '{' })).status).toBe(400);
    expect((await callEndpoint(ctx, postVerify, { body: JSON.stringify('x'.repeat(256 * 1024)) })).status).toBe(413);
  });

  it('checks fifty bundles of one address at once, and then five a second', async () => {
    const strict = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    const statuses: number[] = [];
    for (let call = 0; call < 52; call++) statuses.push((await callEndpoint(strict, postVerify, { body: {} })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    expect(statuses.at(-1)).toBe(429);
    ctx.clock.advance(1);
    expect((await callEndpoint(strict, postVerify, { body: {} })).status).toBe(200);
  });
});
