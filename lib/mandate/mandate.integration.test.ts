import { beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '@/lib/kernel/keyring';
import { newId } from '@/lib/kernel/id';
import { inTransaction } from '@/lib/ports';
import { testCtx, testKeyring, type TestCtx } from '@/lib/testing/test-ctx';
import {
  ensureSigningKeys, listPaymentMandates, type PaymentMandate, publicJwks, signCompact, signMandate, verifyCompact, verifyMandate,
} from './index';

const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let ctx: TestCtx;
let walletId = '';
beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
});

/** Another process: the same database and keys, nothing in memory. */
const anotherProcess = () => ({ ...ctx, keyring: testKeyring() });

const payment = (): PaymentMandate => ({
  type: 'payment',
  cartMandateId: 'mandate_cart',
  agentId: 'agent_a',
  humanPresent: false,
  paymentMethod: { type: 'card', tokenId: 'tok_1' },
  merchantId: 'regal-moose',
  checkoutId: 'cs_1',
  amount: '49.90',
  currency: 'CAD',
  expiresAt: '2026-11-21T12:15:00.000Z',
});

describe('signing keys', () => {
  it('are made once for each purpose, however many processes start at the same moment', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ensureSigningKeys(anotherProcess())));
    const { keys } = await publicJwks(ctx);
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('rest sealed: the private half is not in the database, and another keyring does not open it', async () => {
    const rows = await ctx.db.query<{ sealed_private: string }>({ name: 'test.sealed', text: 'select sealed_private from signing_key', values: [] });
    for (const row of rows) expect(row.sealed_private).toMatch(/^test\./);
    const stranger = { ...ctx, keyring: createKeyring(`other:${Buffer.alloc(32, 9).toString('base64')}`) };
    await expect(ensureSigningKeys(stranger)).rejects.toThrow('"test" is not in COUNTERSIGN_KEYS');
  });

  it('sign for one purpose and one type only', async () => {
    const { jws } = await signCompact(ctx, 'mandate', 'at+jwt', '{"sub":"x"}');
    expect(await verifyCompact(ctx, 'mandate', 'at+jwt', jws)).toEqual({ sub: 'x' });
    expect(await verifyCompact(ctx, 'token', 'at+jwt', jws)).toBeNull();
    expect(await verifyCompact(ctx, 'mandate', 'mandate+jwt', jws)).toBeNull();
    expect(await verifyCompact(anotherProcess(), 'mandate', 'at+jwt', jws)).toEqual({ sub: 'x' });
  });

  it('are not kept in memory when they were made in a transaction that rolled back', async () => {
    await ctx.db.query({ name: 'test.noKeys', text: 'delete from signing_key', values: [] });
    const fresh = anotherProcess();
    const undone = inTransaction(fresh, async (tx) => {
      await signCompact(tx, 'mandate', 'mandate+jwt', '{}');
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    const { jws } = await signCompact(fresh, 'mandate', 'mandate+jwt', '{}');
    expect(verifyMandate(jws, await publicJwks(fresh))).toEqual({});
  });
});

describe('a mandate', () => {
  beforeAll(async () => {
    const userId = newId('user');
    walletId = newId('wallet');
    await ctx.db.query({
      name: 'test.user',
      text: `insert into app_user (id, email, display_name, password_hash, created_at) values ($1, 'a@example.com', 'Ada', 'x', $2)`,
      values: [userId, ctx.clock.now()],
    });
    await ctx.db.query({
      name: 'test.wallet',
      text: `insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, 'UTC', $3)`,
      values: [walletId, userId, ctx.clock.now()],
    });
  });

  it('is recorded with a signature whose payload is the rest of it', async () => {
    const fresh = anotherProcess();
    const signed = await inTransaction(fresh, (tx) => signMandate(tx, { walletId, merchantId: 'm', paymentId: 'pay_1', mandate: payment() }));
    const { signature, ...content } = signed;
    expect(verifyMandate(signature, await publicJwks(fresh))).toEqual(content);
    expect(content).toMatchObject({ mandateId: textLike(/^mandate_/), createdAt: ctx.clock.now().toISOString(), amount: '49.90' });
    expect(await listPaymentMandates(ctx, 'pay_1')).toEqual([signed]);
  });

  it('does not verify with a byte changed, nor under a key set that is not ours', async () => {
    const fresh = anotherProcess();
    await ensureSigningKeys(fresh);
    const { signature } = await signMandate(fresh, { walletId, mandate: payment() });
    const [head, body = '', proof] = signature.split('.');
    const altered = Buffer.from(body, 'base64url').toString().replace('49.90', '99.90');
    const jwks = await publicJwks(fresh);
    expect(verifyMandate(signature, jwks)).toMatchObject({ amount: '49.90' });
    expect(verifyMandate([head, Buffer.from(altered).toString('base64url'), proof].join('.'), jwks)).toBeNull();
    expect(verifyMandate(signature, { keys: [] })).toBeNull();
    const { kid } = JSON.parse(Buffer.from(head ?? '', 'base64url').toString()) as { kid: string };
    const [other] = jwks.keys.filter((key) => key.kid !== kid);
    expect(verifyMandate(signature, { keys: other ? [other] : [] })).toBeNull();
  });

  it('holds no fractional number', async () => {
    const mandate = { ...payment(), amount: 49.9 as unknown as string };
    await expect(signMandate(ctx, { walletId, mandate })).rejects.toThrow('whole numbers');
  });
});
