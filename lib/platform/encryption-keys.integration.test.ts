import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairwiseOwnerId, readAccessToken } from '@/lib/agent';
import { setFeedTarget } from '@/lib/feed';
import { beginSignUp, finishSignUp } from '@/lib/identity';
import { createKeyring } from '@/lib/kernel/keyring';
import { publicJwks, rotateSigningKeys } from '@/lib/mandate';
import type { Ctx } from '@/lib/ports';
import { postToken } from '@/lib/protocols/sacp/payments';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import { buy, makeOwner, type Owner } from '@/lib/testing/evidence';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { createAuthenticator } from '@/lib/testing/software-authenticator';
import { makeDevice } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { registerEndpoint, registerMerchantEndpoint } from '@/lib/webhook';
import { checkEncryptionKeys, countSealed, keyIdsOf, prependKey, resealAll } from './encryption-keys';

const OLD = `test:${Buffer.alloc(32, 7).toString('base64')}`;
const NEW = `k2:${Buffer.alloc(32, 8).toString('base64')},${OLD}`;
/** As text of a row: a key's name, 12 bytes, 16 bytes, the rest. */
const SEALED = /(?:test|k\d+)\.[\w-]{16}\.[\w-]{22}\.[\w-]/g;

let ctx: TestCtx;
let client: pg.Client;
let shop: Shop;
let owner: Owner;
let signUpId = '';
const device = createAuthenticator({ origin: 'http://localhost:3000', rpId: 'localhost' });
let attestation: unknown;
const payment = { key: 'key-1', body: {} as object, answer: {} as object };

/** A server that was started with these keys. */
const startedWith = (keys: string): Ctx => ({ ...ctx, keyring: createKeyring(keys) });
const askForToken = async (on: Ctx) =>
  callEndpoint(on, postToken, { token: await accessTokenOf(on, owner.agent.agentId), headers: { 'idempotency-key': payment.key }, body: payment.body });

/** Something in every column that is sealed, by the flows that seal it. */
beforeAll(async () => {
  ctx = await testCtx();
  client = new pg.Client({ connectionString: ctx.ownerUrl });
  await client.connect();
  shop = await makeShop(ctx);
  owner = await makeOwner(ctx);
  await buy(ctx, shop, owner, 1);
  const begun = await beginSignUp(ctx, { email: 'new@example.com', password: 'a long password', displayName: 'New', timeZone: 'UTC', clientAddress: '127.0.0.1' });
  if (!begun.ok) throw new Error(begun.error.code);
  signUpId = begun.value.signUpId;
  attestation = device.register(begun.value.publicKey);
  await registerEndpoint(ctx, { ...owner.agent, url: 'https://agent.example/hook', events: ['step_up.approved'] });
  await makeDevice(ctx, owner);
  await setFeedTarget(ctx, { ...shop, url: 'https://feeds.example', secret: 'of the feed' });
  await registerMerchantEndpoint(ctx, { ...shop, url: 'https://merchant.example/hook', events: ['token.revoked'] });
  const checkout = await openCheckout(ctx, shop, owner.agent);
  payment.body = { merchant_id: shop.handle, session_id: checkout.id, amount: '16.50', currency: 'CAD' };
  const answered = await askForToken(ctx);
  expect(answered.status).toBe(200);
  payment.answer = answered.body;
});
afterAll(() => client.end());

/** Sealed texts of the whole database, wherever they stand, by the name of their key. */
async function findSealed(): Promise<Record<string, number>> {
  const tables = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
  const found: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`select row_to_json(t)::text as row from ${pg.escapeIdentifier(name)} t`);
    for (const [text] of rows.flatMap(({ row }) => [...row.matchAll(SEALED)])) {
      const label = `${name} ${text.split('.')[0]}`;
      found[label] = (found[label] ?? 0) + 1;
    }
  }
  return found;
}

const counted = async () => Object.fromEntries((await countSealed(client)).map(({ table, keyId, rows }) => [`${table} ${keyId}`, rows]));

describe('the list of sealed columns', () => {
  it('names every column that holds a sealed text, and each of them holds one here', async () => {
    const known = await counted();
    expect(Object.keys(known).toSorted()).toEqual([
      'feed_target test', 'idempotency_record test', 'merchant_webhook_endpoint test', 'merchant_webhook_secret test', 'passkey_ceremony test', 'payment_token test',
      'push_subscription test', 'signing_key test', 'webhook_endpoint test',
    ]);
    expect(known).toEqual(await findSealed());
  });
});

describe('a start', () => {
  it('passes with the keys that sealed, and with a new one before them', async () => {
    await checkEncryptionKeys(client, OLD);
    await checkEncryptionKeys(client, NEW);
  });

  it('fails when a key that is in use is missing, and names it', async () => {
    const stranger = `k9:${Buffer.alloc(32, 9).toString('base64')}`;
    await expect(checkEncryptionKeys(client, stranger)).rejects.toThrow('The encryption key "test" is not in COUNTERSIGN_KEYS, but data was sealed with it.');
  });

  it('fails when the key of that name is another', async () => {
    const wrong = `test:${Buffer.alloc(32, 1).toString('base64')}`;
    await expect(checkEncryptionKeys(client, wrong)).rejects.toThrow('is not the one of that name that data was sealed with');
  });
});

describe('rotating the encryption key', () => {
  it('puts a new key in front of the ring, under a name of its own, and keeps all others', () => {
    const spec = prependKey(prependKey(NEW));
    expect(keyIdsOf(spec)).toEqual(['k4', 'k3', 'k2', 'test']);
    expect(createKeyring(spec).derive('x')).toEqual(createKeyring(OLD).derive('x'));
  });

  it('goes on where it was cut off, and seals everything anew', async () => {
    const before = await counted();
    const total = Object.values(before).reduce((sum, rows) => sum + rows, 0);
    // Cut off: one column is done.
    const row = await client.query<{ id: string; sealed_token: string }>('select id, sealed_token from payment_token order by id limit 1');
    const [first] = row.rows;
    if (!first) throw new Error('no token');
    const ring = createKeyring(NEW);
    await client.query('update payment_token set sealed_token = $2 where id = $1', [
      first.id, ring.seal(ring.open(first.sealed_token, 'wallet.payment-token'), 'wallet.payment-token'),
    ]);
    expect(await resealAll(client, ring)).toBe(total - 1);
    expect(await findSealed()).toEqual(Object.fromEntries(Object.entries(before).map(([label, rows]) => [label.replace(' test', ' k2'), rows])));
    expect(await resealAll(client, ring)).toBe(0);
  });

  it('loses nothing: what was promised before it is kept after it', async () => {
    const after = startedWith(NEW);
    expect((await askForToken(after)).body).toEqual(payment.answer); // the same token under the same Idempotency-Key
    expect(await finishSignUp(after, { signUpId, attestation })).toMatchObject({ ok: true });
    await buy(after, shop, owner, 1); // signs mandates with the keys that were sealed anew
  });

  it('leaves the ids that merchants know owners by', () => {
    const pair = { walletId: owner.agent.walletId, merchantId: shop.merchantId };
    expect(pairwiseOwnerId(startedWith(NEW), pair)).toBe(pairwiseOwnerId(ctx, pair));
  });

  it('makes a start fail without the new key, and without the oldest, from which ids derive', async () => {
    await expect(checkEncryptionKeys(client, OLD)).rejects.toThrow('The encryption key "k2" is not in COUNTERSIGN_KEYS');
    const withoutOldest = NEW.split(',')[0] ?? '';
    await expect(checkEncryptionKeys(client, withoutOldest)).rejects.toThrow('The last key in COUNTERSIGN_KEYS is not the oldest of this database');
    await checkEncryptionKeys(client, NEW);
  });

  it('names the row that does not open', async () => {
    await client.query(`update merchant_webhook_secret set sealed_secret = 'test.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA' where merchant_id = $1`, [shop.merchantId]);
    await expect(resealAll(client, createKeyring(NEW))).rejects.toThrow(`merchant_webhook_secret ${shop.merchantId} does not open`);
  });
});

describe('rotating the signing keys', () => {
  it('signs with new keys at once, and keeps verifying what the old ones signed', async () => {
    const on = startedWith(NEW);
    const before = await accessTokenOf(on, owner.agent.agentId);
    const made = await rotateSigningKeys(on);
    const after = await accessTokenOf(on, owner.agent.agentId);
    const kidOf = (token: string) => (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
    expect(kidOf(after)).toBe(made.token);
    expect(kidOf(before)).not.toBe(made.token);
    for (const token of [before, after]) expect(await readAccessToken(on, token)).toMatchObject({ agentId: owner.agent.agentId });
    expect((await publicJwks(on)).keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([kidOf(before), made.token, made.mandate]));
    const { rows } = await client.query<{ purpose: string; n: number }>(
      'select purpose, count(*)::int as n from signing_key where retired_at is null group by purpose order by purpose',
    );
    expect(rows).toEqual([{ purpose: 'mandate', n: 1 }, { purpose: 'token', n: 1 }]);
  });

  it('is followed by another process within a minute', async () => {
    const other = startedWith(NEW);
    await accessTokenOf(other, owner.agent.agentId); // has the key in memory
    const made = await rotateSigningKeys(startedWith(NEW));
    ctx.clock.advance(61);
    const token = await accessTokenOf(other, owner.agent.agentId);
    expect(token.split('.')[0]).toBe(Buffer.from(JSON.stringify({ alg: 'ES256', kid: made.token, typ: 'at+jwt' })).toString('base64url'));
  });
});
