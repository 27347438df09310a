import { createHmac } from 'node:crypto';
import {
  accessToken, age, call, complete, createCheckout, grantedToken, makeAgent, must, paymentBody, paymentStatus, readCheckout, requestAccessToken, requestToken, spentToday,
} from './fixtures/api';
import type { AgentClient, ReadyCheckout, Reply } from './fixtures/api';
import { forge } from './fixtures/forge';
import type { Server } from './fixtures/server';
import { fromPage, signIn, type Session } from './fixtures/session';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// Access tokens and payment tokens that are tampered with, expired, foreign, revoked: refused as rules.md says, and nothing changes.

type Actor = { readonly client: AgentClient; readonly token: string };

async function newActor(server: Server): Promise<Actor> {
  const client = await makeAgent(server);
  return { client, token: await accessToken(server.baseUrl, client) };
}

/** What each resource says to an access token: the wallet's limits, and a checkout at the store. */
async function present({ baseUrl }: Server, token: string): Promise<{ wallet: Reply; store: Reply }> {
  const missing = '/checkout_sessions/00000000-0000-4000-8000-000000000000';
  return {
    wallet: await call(baseUrl, { path: '/api/agent/v1/limits', token }),
    store: await call(baseUrl, { path: missing, token, headers: { 'api-version': '2026-04-17' } }),
  };
}

const TAKEN = { wallet: 200, store: 404 };
const statuses = ({ wallet, store }: { wallet: Reply; store: Reply }) => ({ wallet: wallet.status, store: store.status });

test.describe('access tokens', () => {
  test('one of ours is taken by the wallet and the store', async ({ server }) => {
    const { token } = await newActor(server);
    expect(statuses(await present(server, token))).toEqual(TAKEN);
    // The forger works: what it signs with the same claims is taken too.
    expect(statuses(await present(server, await forge(server, token, {})))).toEqual(TAKEN);
  });

  test('one that was tampered with is 401 invalid_token', async ({ server }) => {
    const { token } = await newActor(server);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const rewritten = Buffer.from(payload, 'base64url').toString().replace('browse_products', 'browse_products admin');
    const flip = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    const { keys } = must(await call(server.baseUrl, { path: '/.well-known/jwks.json' }), 200).body as { keys: object[] };
    const hmacHead = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'at+jwt' })).toString('base64url');
    const tampered: Record<string, string> = {
      'another payload': `${header}.${Buffer.from(rewritten).toString('base64url')}.${signature}`,
      'a flipped bit in the payload': `${header}.${flip(payload, 20)}.${signature}`,
      'a flipped bit in the signature': `${header}.${payload}.${flip(signature, 10)}`,
      'a flipped bit in the header': `${flip(header, 5)}.${payload}.${signature}`,
      'no signature': `${header}.${payload}.`,
      'the algorithm none': `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`,
      'a MAC with our public key': `${hmacHead}.${payload}.${createHmac('sha256', JSON.stringify(keys[0])).update(`${hmacHead}.${payload}`).digest('base64url')}`,
      'a signature of zeros': `${header}.${payload}.${'A'.repeat(86)}`,
      'a fourth part': `${token}.AAAA`,
    };
    for (const [name, text] of Object.entries(tampered)) {
      const { wallet, store } = await present(server, text);
      expect({ name, ...statuses({ wallet, store }) }).toEqual({ name, wallet: 401, store: 401 });
      expect(wallet.body).toMatchObject({ error: 'invalid_token' });
      expect(wallet.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
  });

  test('one that says something else, though we signed it, is 401', async ({ server }) => {
    const [{ token }, other] = [await newActor(server), await newActor(server)];
    const now = Math.floor(Date.now() / 1000);
    const refused: Record<string, string> = {
      expired: await forge(server, token, { exp: now - 1 }),
      'without an end': await forge(server, token, { exp: undefined }),
      'of another issuer': await forge(server, token, { iss: 'https://evil.example' }),
      'for another resource': await forge(server, token, { aud: ['https://evil.example'] }),
      'for nobody': await forge(server, token, { aud: [] }),
      'of an agent that is not': await forge(server, token, { sub: `agent_${'0'.repeat(26)}` }),
      "of another agent's client": await forge(server, token, { client_id: other.client.clientId }),
      'of another type': await forge(server, token, {}, { typ: 'jwt' }),
      'by the key of mandates': await forge(server, token, {}, { purpose: 'mandate' }),
    };
    for (const [name, text] of Object.entries(refused)) {
      expect({ name, ...statuses(await present(server, text)) }).toEqual({ name, wallet: 401, store: 401 });
    }
    expect((await call(server.baseUrl, { path: '/api/agent/v1/limits', token: await forge(server, token, { scope: 'admin' }) })).status, 'an unknown scope grants nothing').toBe(200);
  });

  test('one for the wallet alone is not taken by the store, nor the other way round', async ({ server }) => {
    const { client } = await newActor(server);
    const issuer = server.demo.baseUrl;
    const forWallet = await accessToken(server.baseUrl, client, { resource: issuer });
    const forStore = await accessToken(server.baseUrl, client, { resource: `${issuer}/store` });
    expect(statuses(await present(server, forWallet))).toEqual({ wallet: 200, store: 401 });
    expect(statuses(await present(server, forStore))).toEqual({ wallet: 401, store: 404 });
  });

  test('one that its client revoked is refused from the next call on', async ({ server }) => {
    const { client, token } = await newActor(server);
    const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`;
    const form = { 'content-type': 'application/x-www-form-urlencoded', authorization };
    const stranger = await newActor(server);
    const foreign = await call(server.baseUrl, { path: '/api/agent/v1/oauth/revoke', headers: form, body: `token=${stranger.token}` });
    expect(foreign.status, "another client's token: answered alike").toBe(200);
    expect(statuses(await present(server, stranger.token)), 'and nothing happens').toEqual(TAKEN);
    must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/revoke', headers: form, body: `token=${token}` }), 200);
    expect(statuses(await present(server, token))).toEqual({ wallet: 401, store: 401 });
  });

  test('what it does not carry is 403 insufficient_scope, and without complete_purchase every purchase asks', async ({ server }) => {
    const { client } = await newActor(server);
    const browsing = await accessToken(server.baseUrl, client, { scope: 'browse_products create_cart' });
    const checkout = await createCheckout(server.baseUrl, browsing);
    const refused = must(await requestToken(server.baseUrl, browsing, checkout), 403);
    expect(refused.body).toMatchObject({ error: 'insufficient_scope', scope: 'initiate_purchase' });
    const asking = await accessToken(server.baseUrl, client, { scope: 'initiate_purchase' });
    const asked = must(await requestToken(server.baseUrl, asking, checkout), 200);
    expect(asked.body).toMatchObject({ status: 'step_up_required', trigger_type: 'permission' });
  });
});

test.describe('an agent that its owner stops', () => {
  let owner: Session;
  test.beforeAll(async ({ server }) => {
    owner = await signIn(server, server.demo.wallet);
  });

  const stop = async ({ baseUrl }: Server, { client }: Actor, how: 'pause' | 'revoke'): Promise<void> => {
    const path = `/api/agent/v1/agents/${client.agentId}`;
    const headers = fromPage(owner);
    must(how === 'pause' ? await call(baseUrl, { method: 'PATCH', path, headers, body: { status: 'suspended' } }) : await call(baseUrl, { method: 'DELETE', path, headers }), 200);
  };

  for (const { how, status, error } of [
    { how: 'pause', status: 403, error: 'agent_suspended' },
    { how: 'revoke', status: 401, error: 'invalid_token' },
  ] as const) {
    test(`${how}: its next call is ${status} everywhere, its client gets no token, its payment token pays nothing`, async ({ server }) => {
      const actor = await newActor(server);
      const { baseUrl } = server;
      const byAgent = await createCheckout(baseUrl, actor.token);
      const byPlatform = await createCheckout(baseUrl, regalMoose(server).apiKey);
      const unused = await grantedToken(baseUrl, actor.token, byPlatform);

      await stop(server, actor, how);

      const { wallet, store } = await present(server, actor.token);
      expect(statuses({ wallet, store })).toEqual({ wallet: status, store: status });
      expect(wallet.body).toMatchObject({ error });
      for (const path of ['/api/agent/v1/payments/token', '/api/agent/v1/payments/authorize']) {
        expect(must(await call(baseUrl, { path, token: actor.token, body: paymentBody(byAgent) }), status).body).toMatchObject({ error });
      }
      expect(must(await requestAccessToken(baseUrl, actor.client), 401).body).toMatchObject({ error: 'invalid_client' });
      // The platform still holds the payment token of an agent that may not spend any more.
      const attempt = await complete(baseUrl, regalMoose(server).apiKey, byPlatform, unused.paymentToken);
      expect(must(attempt, 400).body).toMatchObject({ code: 'invalid', param: '$.payment_data.token' });
      expect((await readCheckout(baseUrl, regalMoose(server).apiKey, byPlatform)).body.status).toBe('ready_for_payment');
    });
  }

  test("nobody else's agent is there to be stopped", async ({ server }) => {
    const merchant = await signIn(server, regalMoose(server).owner);
    const { client, token } = await newActor(server);
    const path = `/api/agent/v1/agents/${client.agentId}`;
    expect((await call(server.baseUrl, { method: 'DELETE', path, headers: fromPage(merchant) })).status, "a merchant's session on an owner's route").toBe(401);
    expect(statuses(await present(server, token))).toEqual(TAKEN);
  });
});

test.describe('payment tokens', () => {
  const refusedToken = { code: 'invalid', param: '$.payment_data.token' };

  const expectUnpaid = async ({ baseUrl }: Server, token: string, checkout: ReadyCheckout): Promise<void> =>
    expect((await readCheckout(baseUrl, token, checkout)).body.status).toBe('ready_for_payment');

  test('one that expired is refused, its hold is released, and the wallet issues another', async ({ server }) => {
    const { token } = await newActor(server);
    const checkout = await createCheckout(server.baseUrl, token);
    const { paymentId, paymentToken } = await grantedToken(server.baseUrl, token, checkout);
    await age(server, paymentId, 301);
    expect(must(await complete(server.baseUrl, token, checkout, paymentToken), 400).body).toMatchObject(refusedToken);
    await expectUnpaid(server, token, checkout);
    expect(must(await paymentStatus(server.baseUrl, token, paymentId), 200).body.status).toBe('expired');
    const again = await grantedToken(server.baseUrl, token, checkout);
    expect(again.paymentToken).not.toBe(paymentToken);
    expect(await spentToday(server.baseUrl, token)).toBe(checkout.amount);
    must(await complete(server.baseUrl, token, checkout, again.paymentToken), 200);
  });

  test('one that is unknown, cut short or changed is refused', async ({ server }) => {
    const { token } = await newActor(server);
    const checkout = await createCheckout(server.baseUrl, token);
    const { paymentToken } = await grantedToken(server.baseUrl, token, checkout);
    for (const text of [paymentToken.slice(0, -1), `${paymentToken}a`, paymentToken.toUpperCase(), 'vt_', ' ', token, `vt_${'a'.repeat(43)}`]) {
      expect(must(await complete(server.baseUrl, token, checkout, text), 400).body).toMatchObject(refusedToken);
    }
    await expectUnpaid(server, token, checkout);
  });

  test('one of another agent pays nothing, and the checkout of another agent is not there', async ({ server }) => {
    const [mine, stranger] = [await newActor(server), await newActor(server)];
    const { baseUrl } = server;
    const [checkout, other] = [await createCheckout(baseUrl, mine.token), await createCheckout(baseUrl, stranger.token)];
    const { paymentId, paymentToken } = await grantedToken(baseUrl, mine.token, checkout);
    expect(must(await complete(baseUrl, stranger.token, other, paymentToken), 400).body).toMatchObject(refusedToken);
    expect((await complete(baseUrl, stranger.token, checkout, paymentToken)).status).toBe(404);
    expect((await readCheckout(baseUrl, stranger.token, checkout)).status).toBe(404);
    expect(must(await requestToken(baseUrl, stranger.token, checkout), 404).body).toMatchObject({ error: 'session_not_found' });
    expect(must(await paymentStatus(baseUrl, stranger.token, paymentId), 404).body).toMatchObject({ error: 'payment_not_found' });
    expect((await call(baseUrl, { path: `/api/agent/v1/payments/${paymentId}/evidence`, token: stranger.token })).status).toBe(404);
    await expectUnpaid(server, mine.token, checkout);
  });

  test('one whose checkout was edited is void', async ({ server }) => {
    const { token } = await newActor(server);
    const checkout = await createCheckout(server.baseUrl, token);
    const { paymentId, paymentToken } = await grantedToken(server.baseUrl, token, checkout);
    const edit = { line_items: [{ id: 'birch-soap', quantity: 2 }] };
    const headers = { 'api-version': '2026-04-17', 'idempotency-key': paymentId };
    must(await call(server.baseUrl, { path: `/checkout_sessions/${checkout.id}`, token, headers, body: edit }), 200);
    expect(must(await complete(server.baseUrl, token, checkout, paymentToken), 400).body).toMatchObject(refusedToken);
    expect((await paymentStatus(server.baseUrl, token, paymentId)).body.status).toBe('voided');
    expect(await spentToday(server.baseUrl, token)).toBe('0.00');
  });

  test('one that was used is refused, for its own checkout and for any other', async ({ server }) => {
    const { token } = await newActor(server);
    const [checkout, other] = [await createCheckout(server.baseUrl, token), await createCheckout(server.baseUrl, token)];
    const { paymentToken } = await grantedToken(server.baseUrl, token, checkout);
    must(await complete(server.baseUrl, token, checkout, paymentToken), 200);
    expect(must(await complete(server.baseUrl, token, checkout, paymentToken), 409).body).toMatchObject({ code: 'already_completed' });
    expect(must(await complete(server.baseUrl, token, other, paymentToken), 400).body).toMatchObject(refusedToken);
    expect(must(await requestToken(server.baseUrl, token, checkout), 409).body).toMatchObject({ error: 'session_closed' });
  });

  test("a merchant's key of another shop neither reads nor pays", async ({ server }) => {
    const { token } = await newActor(server);
    const checkout = await createCheckout(server.baseUrl, token);
    const { paymentToken } = await grantedToken(server.baseUrl, token, checkout);
    const foreign = server.demo.merchants.find(({ handle }) => handle !== 'regal-moose')?.apiKey ?? '';
    expect((await readCheckout(server.baseUrl, foreign, checkout)).status).toBe(404);
    expect((await complete(server.baseUrl, foreign, checkout, paymentToken)).status).toBe(404);
    await expectUnpaid(server, token, checkout);
  });

  test('what is asked for must be what the checkout says', async ({ server }) => {
    const { token } = await newActor(server);
    const checkout = await createCheckout(server.baseUrl, token);
    const ask = (more: object) => call(server.baseUrl, { path: '/api/agent/v1/payments/token', token, body: { ...paymentBody(checkout), ...more } });
    expect(must(await ask({ amount: '0.01' }), 400).body).toMatchObject({ error: 'amount_mismatch', expected: checkout.amount });
    expect(must(await ask({ currency: 'EUR' }), 400).body).toMatchObject({ error: 'currency_mismatch', expected: 'CAD' });
    expect(must(await ask({ items: [{ product_id: 'wool-socks', quantity: 1 }] }), 400).body).toMatchObject({ error: 'items_mismatch' });
    expect(must(await ask({ merchant_id: 'au-comptoir-a-patons' }), 404).body).toMatchObject({ error: 'session_not_found' });
    expect(must(await ask({ amount: `${checkout.amount}0` }), 400).body).toMatchObject({ error: 'invalid_request', param: '$.amount' });
    await age(server, checkout.id, 100_000);
    expect(must(await ask({}), 409).body).toMatchObject({ error: 'session_closed' });
    expect(await spentToday(server.baseUrl, token)).toBe('0.00');
  });
});
