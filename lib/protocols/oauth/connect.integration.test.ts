import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedAgent, findAgent, registerAgentWithKeys, rotateKeys, rotateSecret } from '@/lib/agent';
import { runEndpointOn } from '@/lib/entrance/run';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import { ownerPasskeys } from '@/lib/identity';
import { newId, randomToken } from '@/lib/kernel/id';
import { webauthnPasskeys } from '@/lib/providers/webauthn';
import { createAuthenticator, type SoftwareAuthenticator } from '@/lib/testing/software-authenticator';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import {
  postConfirmConsent, postConsent, postDenyDevice, postDeviceAuthorization, postDeviceLookup, postRegister, postToken, readAuthorization, renderFailure,
} from './index';

const ORIGIN = 'http://localhost:3000';
const REDIRECT = 'http://127.0.0.1:8123/callback';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const TERMS = { permissions: ['browse_products', 'create_cart'], spending_limits: [{ currency: 'CAD', per_transaction: '20', daily: '40', monthly: '80' }] };

let ctx: TestCtx;
type Owner = { userId: string; walletId: string; device: SoftwareAuthenticator };
let owner: Owner;
let stranger: Owner;

beforeAll(async () => {
  ctx = await testCtx({ ports: { passkey: webauthnPasskeys, ownerPasskeys } });
  [owner, stranger] = [await newOwner(), await newOwner()];
});

async function newOwner(): Promise<Owner> {
  const [userId, walletId, now] = [newId('user'), newId('wallet'), ctx.clock.now()];
  await ctx.db.query({
    name: 'test.user',
    text: `insert into app_user (id, email, display_name, password_hash, created_at) values ($1, $1 || '@example.com', 'Ada', 'x', $2)`,
    values: [userId, now],
  });
  await ctx.db.query({ name: 'test.wallet', text: `insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, 'UTC', $3)`, values: [walletId, userId, now] });
  const device = createAuthenticator({ origin: ORIGIN, rpId: 'localhost' });
  const challenge = Buffer.from(walletId).toString('base64url');
  const options = await ctx.ports.passkey.creationOptions(ctx, { challenge, userId, email: 'a@example.com', displayName: 'Ada', exclude: [] });
  const made = await ctx.ports.passkey.verifyRegistration(ctx, { attestation: device.register(options), challenge });
  if (!made) throw new Error('no passkey');
  await ctx.db.query({
    name: 'test.passkey',
    text: `insert into passkey (id, user_id, credential_id, public_key, counter, transports, label, enrolment, created_at) values ($1, $2, $3, $4, $5, $6, 'x', '{}', $7)`,
    values: [newId('passkey'), userId, made.credentialId, Buffer.from(made.publicKey), made.counter, made.transports, now],
  });
  return { userId, walletId, device };
}

type Answer = { status: number; body: Record<string, unknown> };

/** As the entrance would: for a signed-in owner, or for nobody. */
async function call(target: Endpoint, given: { form?: Record<string, string>; json?: object; as?: Owner; id?: string; headers?: Record<string, string> }): Promise<Answer> {
  const body = given.form ? new URLSearchParams(given.form).toString() : JSON.stringify(given.json ?? {});
  const type = given.form ? 'application/x-www-form-urlencoded' : 'application/json';
  const request = new Request(ORIGIN + target.path, { method: 'POST', body, headers: { 'content-type': type, ...given.headers } });
  const principal = given.as ? ({ kind: 'owner', userId: given.as.userId, walletId: given.as.walletId, sessionId: 's' } as const) : ({ kind: 'anonymous' } as const);
  const requestCtx = { ...ctx, requestId: 'r', clientAddress: '203.0.113.9', principal, merchant: null };
  const response = await target.handle(requestCtx, request, given.id === undefined ? {} : { id: given.id }).catch((error: unknown) => {
    if (!isHttpFailure(error)) throw error;
    return renderFailure(error.failure);
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function consent(request: object, as: Owner = owner, signer: Owner = as): Promise<Answer> {
  const proposed = await call(postConsent, { json: { ...request, ...TERMS }, as });
  expect(proposed.status).toBe(200);
  const { publicKey } = proposed.body.mandate as { publicKey: { challenge: string } };
  const assertion = signer.device.assert(signer === as ? publicKey : { challenge: publicKey.challenge });
  return call(postConfirmConsent, { json: { assertion }, as, id: String(proposed.body.grant_id) });
}

const poll = (deviceCode: unknown) => call(postToken, { form: { grant_type: DEVICE_CODE, device_code: String(deviceCode) } });

async function start(more: Record<string, string> = {}) {
  const { status, body } = await call(postDeviceAuthorization, { form: { agent_name: 'Shopper', scope: 'browse_products create_cart', ...more } });
  expect(status).toBe(200);
  return { deviceCode: String(body.device_code), userCode: String(body.user_code), body };
}

describe('the device grant', () => {
  it('gives everything once, to one of any number of polls', async () => {
    const { deviceCode, userCode, body } = await start();
    expect(body).toMatchObject({ interval: 5, expires_in: 900, verification_uri: `${ORIGIN}/device`, verification_uri_complete: `${ORIGIN}/device?user_code=${userCode}` });
    expect(await consent({ user_code: userCode.toLowerCase().replace('-', ' ') })).toMatchObject({ status: 200, body: { status: 'approved' } });
    const polls = await Promise.all(Array.from({ length: 8 }, () => poll(deviceCode)));
    const won = polls.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(Object.keys(won[0]?.body ?? {}).toSorted()).toEqual(['access_token', 'client_id', 'client_secret', 'expires_in', 'scope', 'token_type']);
    for (const { body: lost } of polls.filter(({ status }) => status !== 200)) expect(lost.error).toBe('invalid_grant');
    const { client_id, client_secret } = won[0]?.body ?? {};
    const own = await call(postToken, { form: { grant_type: 'client_credentials', client_id: String(client_id), client_secret: String(client_secret) } });
    expect(own.status).toBe(200);
  });

  it('counts what polls too fast, and ends after fifteen minutes', async () => {
    const { deviceCode } = await start();
    const errors = [(await poll(deviceCode)).body.error, (await poll(deviceCode)).body.error];
    ctx.clock.advance(6);
    errors.push((await poll(deviceCode)).body.error);
    ctx.clock.advance(16);
    errors.push((await poll(deviceCode)).body.error);
    expect(errors).toEqual(['authorization_pending', 'slow_down', 'slow_down', 'authorization_pending']);
    ctx.clock.advance(900);
    expect((await poll(deviceCode)).body.error).toBe('expired_token');
  });

  it('needs the owner\'s own passkey, and takes no for an answer', async () => {
    const { deviceCode, userCode } = await start();
    expect(await consent({ user_code: userCode }, owner, stranger)).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    expect((await poll(deviceCode)).body.error).toBe('authorization_pending');
    expect((await call(postDenyDevice, { json: { user_code: userCode }, as: owner })).status).toBe(200);
    expect((await poll(deviceCode)).body.error).toBe('access_denied');
  });

  it('asks for limits by authorization_details, and tells what was granted in the same words', async () => {
    const amount = { per_transaction: '5', daily: '6', monthly: '7', currency: 'EUR' };
    const details = JSON.stringify([{ type: 'agent_purchase', actions: ['initiate_purchase'], amount_limit: amount }]);
    const { deviceCode, userCode } = await start({ scope: '', authorization_details: details });
    const shown = await call(postDeviceLookup, { json: { user_code: userCode }, as: owner });
    expect(shown.body).toMatchObject({ permissions: ['initiate_purchase'], spending_limits: [{ per_transaction: '5.00', currency: 'EUR' }] });
    await consent({ user_code: userCode });
    expect((await poll(deviceCode)).body.authorization_details).toMatchObject([{ type: 'agent_purchase', amount_limit: { per_transaction: '20.00', currency: 'CAD' } }]);
  });

  it('stops who guesses user codes', async () => {
    const guesser = await newOwner();
    const statuses: number[] = [];
    for (let guess = 0; guess < 21; guess++) statuses.push((await call(postDeviceLookup, { json: { user_code: 'BCDF-GHJK' }, as: guesser })).status);
    expect(new Set(statuses.slice(0, 20))).toEqual(new Set([404]));
    expect(statuses[20]).toBe(429);
  });
});

describe('the authorization code', () => {
  async function newCode() {
    const registered = await call(postRegister, { json: { redirect_uris: ['http://127.0.0.1/callback'], client_name: 'Connector' } });
    const verifier = randomToken('v_');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const clientId = String(registered.body.client_id);
    const query = { client_id: clientId, redirect_uri: REDIRECT, response_type: 'code', state: 's', code_challenge: challenge, code_challenge_method: 'S256' };
    return { query, verifier, clientId };
  }

  async function approvedForm() {
    const { query, verifier, clientId } = await newCode();
    const approved = await consent({ query: new URLSearchParams(query).toString() });
    const back = new URL(String(approved.body.redirect_to));
    expect([back.origin + back.pathname, back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual([REDIRECT, 's', ORIGIN]);
    return { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: REDIRECT, client_id: clientId, code_verifier: verifier };
  }

  it('is redeemed by its client, redirect and verifier alone, and shown again ends what it issued', async () => {
    const form = await approvedForm();
    for (const wrong of [{ code_verifier: randomToken('v_') }, { redirect_uri: `${REDIRECT}/` }, { client_id: 'client_x' }]) {
      expect((await call(postToken, { form: { ...form, ...wrong } })).body.error).toBe('invalid_grant');
    }
    const granted = await call(postToken, { form });
    expect(granted).toMatchObject({ status: 200, body: { scope: 'browse_products create_cart' } });
    expect((await call(postToken, { form })).body.error).toBe('invalid_grant');
    const rows = await ctx.db.query({ name: 'test.revoked', text: 'select 1 from revoked_token r join oauth_grant g on g.token_jti = r.jti', values: [] });
    expect(rows).toHaveLength(1);
  });

  it('lives a minute', async () => {
    const form = await approvedForm();
    ctx.clock.advance(61);
    expect((await call(postToken, { form })).body.error).toBe('invalid_grant');
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no method', { code_challenge_method: undefined }, 'invalid_request'],
    ['the implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope that is offered nowhere', { scope: 'manage_subscriptions' }, 'invalid_scope'],
    ['a foreign resource', { resource: 'https://evil.example' }, 'invalid_target'],
  ])('is refused to %s, at the client\'s own redirect', async (_case, change, error) => {
    const { query } = await newCode();
    const given = Object.entries<string | undefined>({ ...query, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await readAuthorization(ctx, new URLSearchParams(given));
    const location = new URL(answer.kind === 'refused' ? answer.location : 'about:blank');
    expect([location.searchParams.get('error'), location.searchParams.get('iss')]).toEqual([error, ORIGIN]);
  });

  it.each(['https://evil.example/callback', `${REDIRECT}/`, `${REDIRECT}?x=1`, `${REDIRECT}#x`, 'http://localhost:8123/callback', 'http://127.0.0.1.evil.example/callback'])(
    'sends nothing to %s',
    async (redirect) => {
      const { query } = await newCode();
      expect(await readAuthorization(ctx, new URLSearchParams({ ...query, redirect_uri: redirect }))).toMatchObject({ kind: 'untrusted' });
    },
  );
});

describe('keys instead of secrets', () => {
  it('takes a client assertion once, for us alone', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const { kty, crv, x, y } = await exportJWK(publicKey);
    const keys = { keys: [{ kty, crv, x, y }] } as Parameters<typeof registerAgentWithKeys>[1]['keys'];
    const limits = [{ currency: 'CAD', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n }] as const;
    const { agent } = await registerAgentWithKeys(ctx, { walletId: owner.walletId, name: 'K', permissions: ['browse_products'], limits, keys });
    const assert = async (claims: object) => {
      const now = ctx.clock.now().getTime() / 1000;
      const payload = { iss: agent.clientId, sub: agent.clientId, aud: ORIGIN, jti: randomToken(''), exp: now + 60, ...claims };
      const assertion = await new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
      const form = { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion };
      return (await call(postToken, { form })).status;
    };
    expect([await assert({ jti: 'one' }), await assert({ jti: 'one' })]).toEqual([200, 401]);
    const far = ctx.clock.now().getTime() / 1000 + 3600;
    for (const wrong of [{ aud: 'https://evil.example' }, { iss: 'x' }, { exp: far }, { exp: 1 }, { jti: undefined }]) expect(await assert(wrong)).toBe(401);
  });

  it('are replaced by other keys, and never by a secret', async () => {
    const limits = [{ currency: 'CAD', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n }] as const;
    const newKey = async () => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
      const { kty, crv, x, y } = await exportJWK(publicKey);
      return { privateKey, keys: { keys: [{ kty, crv, x, y }] } as Parameters<typeof registerAgentWithKeys>[1]['keys'] };
    };
    const [old, next] = [await newKey(), await newKey()];
    const { agent } = await registerAgentWithKeys(ctx, { walletId: owner.walletId, name: 'K', permissions: ['browse_products'], limits, keys: old.keys });
    const tokenStatus = async ({ privateKey }: typeof old) => {
      const payload = { iss: agent.clientId, sub: agent.clientId, aud: ORIGIN, jti: randomToken(''), exp: ctx.clock.now().getTime() / 1000 + 60 };
      const assertion = await new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
      const form = { grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion };
      return (await call(postToken, { form })).status;
    };
    const own = { walletId: owner.walletId, agentId: agent.id };
    expect(await rotateSecret(ctx, own)).toMatchObject({ error: { code: 'agent_has_keys' } });
    expect(await rotateKeys(ctx, { ...own, walletId: stranger.walletId, keys: next.keys })).toMatchObject({ error: { code: 'agent_not_found' } });
    expect([await tokenStatus(old), await tokenStatus(next)]).toEqual([200, 401]);
    expect(await rotateKeys(ctx, { ...own, keys: next.keys })).toMatchObject({ ok: true });
    expect([await tokenStatus(old), await tokenStatus(next)]).toEqual([401, 200]);
    const secret = await createConfirmedAgent(ctx, { walletId: owner.walletId, name: 'S', permissions: ['browse_products'], limits });
    expect(await rotateKeys(ctx, { ...own, agentId: secret.agentId, keys: next.keys })).toMatchObject({ error: { code: 'agent_has_secret' } });
  });

  it('binds a token to the key of a DPoP proof, which counts once', async () => {
    const limits = [{ currency: 'CAD', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n }] as const;
    const made = await createConfirmedAgent(ctx, { walletId: owner.walletId, name: 'D', permissions: ['browse_products'], limits });
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const prove = (claims: object) =>
      new SignJWT({ htm: 'POST', htu: ORIGIN + postToken.path, jti: randomToken(''), iat: Math.floor(ctx.clock.now().getTime() / 1000), ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .sign(privateKey);
    const form = { grant_type: 'client_credentials', client_id: made.clientId, client_secret: made.clientSecret };
    const proof = await prove({});
    const granted = await call(postToken, { form, headers: { dpop: proof } });
    expect(granted).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });
    expect((await call(postToken, { form, headers: { dpop: proof } })).body.error).toBe('invalid_dpop_proof');
    for (const wrong of [{ htm: 'GET' }, { htu: `${ORIGIN}/x` }, { iat: 1 }, { jti: undefined }]) {
      expect((await call(postToken, { form, headers: { dpop: await prove(wrong) } })).body.error).toBe('invalid_dpop_proof');
    }

    const token = String(granted.body.access_token);
    const probe: Endpoint = { ...postToken, method: 'GET', path: '/api/agent/v1/limits', wire: 'sacp', credentials: ['agent_token'], handle: () => Promise.resolve(Response.json({})) };
    const use = async (headers: Record<string, string>) => {
      const request = new Request(ORIGIN + probe.path, { headers });
      return (await runEndpointOn(ctx, probe, request, {}, { requestId: 'r', clientAddress: '127.0.0.1', merchantPrefix: null })).status;
    };
    const ath = createHash('sha256').update(token).digest('base64url');
    const good = await prove({ htm: 'GET', htu: ORIGIN + probe.path, ath });
    expect(await use({ authorization: `Bearer ${token}` })).toBe(401);
    expect(await use({ authorization: `DPoP ${token}`, dpop: await prove({ htm: 'GET', htu: ORIGIN + probe.path }) })).toBe(401);
    expect([await use({ authorization: `DPoP ${token}`, dpop: good }), await use({ authorization: `DPoP ${token}`, dpop: good })]).toEqual([200, 401]);
  });
});

it('admits no agent before the passkey: a consent that is only proposed leaves none behind', async () => {
  const { userCode } = await start();
  const proposed = await call(postConsent, { json: { user_code: userCode, ...TERMS }, as: owner });
  const { content } = proposed.body.mandate as { content: { agentId: string } };
  expect(await findAgent(ctx, content.agentId)).toBeNull();
});
