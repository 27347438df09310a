import { createHash, randomUUID } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { age, call, makeAgent, must, type Reply } from './fixtures/api';
import type { Server } from './fixtures/server';
import { fromPage, signUp, type Owner } from './fixtures/session';
import { expect, test } from './fixtures/test';

// Connecting agents, by a client that we did not write (oauth4webapi), and by clients that mean harm.
const LOOPBACK = { [oauth.allowInsecureRequests]: true } as const;
const REDIRECT = 'http://127.0.0.1:8123/callback';
const TOKEN = '/api/agent/v1/oauth/token';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const LIMITS = [{ currency: 'CAD', per_transaction: '20', daily: '40', monthly: '80' }];
const TERMS = { permissions: ['browse_products', 'create_cart'], spending_limits: LIMITS };

async function discover({ demo }: Server): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(demo.baseUrl);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...LOOPBACK }));
}

async function register(as: oauth.AuthorizationServer): Promise<oauth.Client> {
  const metadata = { redirect_uris: ['http://127.0.0.1/callback'], client_name: 'Connector', token_endpoint_auth_method: 'none' };
  return oauth.processDynamicClientRegistrationResponse(await oauth.dynamicClientRegistrationRequest(as, metadata, LOOPBACK));
}

const Proposed = z.object({ grant_id: z.string(), mandate: z.object({ publicKey: z.unknown() }) });

/** What the consent page does: propose the terms, sign the mandate, hand the signature in. */
async function consent({ baseUrl }: Server, owner: Owner, request: object): Promise<Reply> {
  const headers = fromPage(owner);
  const proposed = Proposed.parse(must(await call(baseUrl, { path: '/api/agent/v1/oauth/consents', headers, body: { ...request, ...TERMS } }), 200).body);
  const assertion = owner.device.assert(proposed.mandate.publicKey);
  return call(baseUrl, { path: `/api/agent/v1/oauth/consents/${proposed.grant_id}/confirm`, headers, body: { assertion } });
}

async function authorize(server: Server, owner: Owner, as: oauth.AuthorizationServer, client: oauth.Client, more: Record<string, string> = {}) {
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  const query = new URLSearchParams({
    client_id: client.client_id, redirect_uri: REDIRECT, response_type: 'code', scope: 'browse_products create_cart', state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
  }).toString();
  const { redirect_to: back } = z.object({ redirect_to: z.string() }).parse(must(await consent(server, owner, { query }), 200).body);
  return { verifier, parameters: oauth.validateAuthResponse(as, client, new URL(back), state) };
}

const postForm = (server: Server, path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> =>
  call(server.baseUrl, { method: 'POST', path, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams(form).toString() });

test('a registered client gets a code under a passkey, redeems it with PKCE, and revokes its token', async ({ server }) => {
  const [as, owner] = [await discover(server), await signUp(server)];
  const client = await register(as);
  const { verifier, parameters } = await authorize(server, owner, as, client);
  const response = await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, REDIRECT, verifier, LOOPBACK);
  const granted = await oauth.processAuthorizationCodeResponse(as, client, response);
  expect(granted).toMatchObject({ token_type: 'bearer', scope: 'browse_products create_cart', expires_in: 600 });
  const limits = must(await call(server.baseUrl, { path: '/api/agent/v1/limits', token: granted.access_token }), 200);
  expect(limits.text).toContain('"20.00"');
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, oauth.None(), granted.access_token, LOOPBACK));
  must(await call(server.baseUrl, { path: '/api/agent/v1/limits', token: granted.access_token }), 401);
});

test('a code that is shown twice ends the token that it issued', async ({ server }) => {
  const [as, owner] = [await discover(server), await signUp(server)];
  const client = await register(as);
  const { verifier, parameters } = await authorize(server, owner, as, client);
  const form = { grant_type: 'authorization_code', code: parameters.get('code') ?? '', redirect_uri: REDIRECT, client_id: client.client_id, code_verifier: verifier };
  for (const wrong of [{ code_verifier: oauth.generateRandomCodeVerifier() }, { redirect_uri: 'http://127.0.0.1:8124/callback' }, { client_id: 'client_x' }]) {
    expect((await postForm(server, TOKEN, { ...form, ...wrong })).body).toMatchObject({ error: 'invalid_grant' });
  }
  const both = await Promise.all([postForm(server, TOKEN, form), postForm(server, TOKEN, form)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  const { access_token: token } = z.object({ access_token: z.string() }).parse(both.find(({ status }) => status === 200)?.body);
  must(await call(server.baseUrl, { path: '/api/agent/v1/limits', token }), 401);
});

test('a code is worth nothing after its minute', async ({ server }) => {
  const [as, owner] = [await discover(server), await signUp(server)];
  const client = await register(as);
  const { verifier, parameters } = await authorize(server, owner, as, client);
  const code = parameters.get('code') ?? '';
  await age(server, code, 61);
  const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, client_id: client.client_id, code_verifier: verifier };
  expect((await postForm(server, TOKEN, form)).body).toMatchObject({ error: 'invalid_grant' });
});

test('the authorization endpoint refuses downgrades to the client, and strange redirects to the person alone', async ({ server }) => {
  const client = await register(await discover(server));
  const challenge = createHash('sha256').update('x').digest('base64url');
  const good = { client_id: client.client_id, redirect_uri: REDIRECT, response_type: 'code', state: 's', code_challenge: challenge, code_challenge_method: 'S256' };
  const open = (query: Record<string, string | undefined>) => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return call(server.demo.baseUrl, { path: `/oauth/authorize?${new URLSearchParams(given).toString()}` });
  };
  const downgrades: [string, Record<string, string | undefined>, string][] = [
    ['no challenge', { ...good, code_challenge: undefined }, 'invalid_request'],
    ['plain', { ...good, code_challenge_method: 'plain' }, 'invalid_request'],
    ['no method', { ...good, code_challenge_method: undefined }, 'invalid_request'],
    ['implicit', { ...good, response_type: 'token' }, 'unsupported_response_type'],
    ['a scope that is not offered', { ...good, scope: 'manage_subscriptions' }, 'invalid_scope'],
    ['a foreign resource', { ...good, resource: 'https://evil.example' }, 'invalid_target'],
    ['details that are none', { ...good, authorization_details: '[{"type":"x"}]' }, 'invalid_authorization_details'],
  ];
  for (const [name, query, error] of downgrades) {
    const answer = must(await open(query), 307);
    const location = new URL(answer.headers.get('location') ?? '');
    expect([location.origin + location.pathname, location.searchParams.get('error')], name).toEqual([REDIRECT, error]);
    expect([location.searchParams.get('state'), location.searchParams.get('iss')], name).toEqual(['s', server.demo.baseUrl]);
  }
  const evil = ['https://evil.example/callback', 'http://127.0.0.1:8123/callback/', 'http://127.0.0.1:8123/callback?x=1', 'http://localhost:8123/callback', 'http://127.0.0.1.evil.example/callback', `${REDIRECT}#x`];
  for (const redirect of evil) {
    const answer = must(await open({ ...good, redirect_uri: redirect, code_challenge: undefined }), 200);
    expect([redirect, answer.headers.get('location'), answer.text.includes('cannot be trusted')]).toEqual([redirect, null, true]);
  }
});

test('registration takes addresses that can be trusted, and no secret', async ({ server }) => {
  const bad = ['http://agent.example/cb', 'javascript:alert(1)', 'https://a.example/#x', 'https://u:p@a.example/', '/relative', 'data:text/html,x'];
  for (const uri of bad) {
    const answer = must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/register', body: { redirect_uris: [uri] } }), 400);
    expect(answer.body).toMatchObject({ error: 'invalid_redirect_uri' });
  }
  const confidential = { redirect_uris: ['https://a.example/'], token_endpoint_auth_method: 'client_secret_basic' };
  expect(must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/register', body: confidential }), 400).body).toMatchObject({ error: 'invalid_client_metadata' });
});

const Started = z.object({ device_code: z.string(), user_code: z.string(), interval: z.literal(5), expires_in: z.literal(900), verification_uri: z.string() });
const DEVICE = '/api/agent/v1/oauth/device_authorization';
const startDevice = async (server: Server, more: Record<string, string> = {}) =>
  Started.parse(must(await postForm(server, DEVICE, { agent_name: 'Shopper', scope: 'browse_products create_cart', ...more }), 200).body);
const poll = (server: Server, deviceCode: string) => postForm(server, TOKEN, { grant_type: DEVICE_CODE, device_code: deviceCode });

test('a device is given its credentials once, however many polls arrive at that moment', async ({ server }) => {
  const owner = await signUp(server);
  const started = await startDevice(server);
  expect(started.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  expect((await poll(server, started.device_code)).body).toMatchObject({ error: 'authorization_pending' });
  must(await consent(server, owner, { user_code: started.user_code.toLowerCase().replace('-', ' ') }), 200);
  const polls = await Promise.all(Array.from({ length: 8 }, () => poll(server, started.device_code)));
  expect(polls.filter(({ status }) => status === 200)).toHaveLength(1);
  const won = polls.find(({ status }) => status === 200)?.body ?? {};
  expect(Object.keys(won).toSorted()).toEqual(['access_token', 'client_id', 'client_secret', 'expires_in', 'scope', 'token_type']);
  for (const { body } of polls.filter(({ status }) => status !== 200)) expect(body).toMatchObject({ error: 'invalid_grant' });
  const basic = `Basic ${Buffer.from(`${String(won.client_id)}:${String(won.client_secret)}`).toString('base64')}`;
  must(await postForm(server, TOKEN, { grant_type: 'client_credentials' }, { authorization: basic }), 200);
  // The answered code leads nowhere any more.
  must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/device', headers: fromPage(owner), body: { user_code: started.user_code } }), 404);
});

test('polling too fast is told slow_down, and waits five seconds longer each time', async ({ server }) => {
  const { device_code: code } = await startDevice(server);
  const errors: unknown[] = [];
  const next = async () => errors.push((await poll(server, code)).body.error);
  await next(); // allowed: the first
  await next(); // too fast: the interval is 10 s now
  await age(server, code, 6);
  await next(); // too fast still: 15 s
  await age(server, code, 16);
  await next();
  expect(errors).toEqual(['authorization_pending', 'slow_down', 'slow_down', 'authorization_pending']);
  await age(server, code, 900);
  expect((await poll(server, code)).body).toMatchObject({ error: 'expired_token' });
});

test('a declined device is told access_denied, an unknown code invalid_grant', async ({ server }) => {
  const owner = await signUp(server);
  const started = await startDevice(server);
  must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/device/deny', headers: fromPage(owner), body: { user_code: started.user_code } }), 200);
  expect((await poll(server, started.device_code)).body).toMatchObject({ error: 'access_denied' });
  expect((await poll(server, 'dc_unknown')).body).toMatchObject({ error: 'invalid_grant' });
});

test('guessing user codes ends before it can find one', async ({ server }) => {
  const owner = await signUp(server);
  const statuses: number[] = [];
  for (let guess = 0; guess < 22; guess++) {
    statuses.push((await call(server.baseUrl, { path: '/api/agent/v1/oauth/device', headers: fromPage(owner), body: { user_code: 'BCDF-GHJK' } })).status);
  }
  expect(statuses.slice(0, 20).every((status) => status === 404)).toBe(true);
  expect(statuses.slice(20)).toEqual([429, 429]);
});

test('an assertion of someone else connects nothing', async ({ server }) => {
  const [owner, stranger] = [await signUp(server), await signUp(server)];
  const started = await startDevice(server);
  const refused = await consent(server, { ...owner, device: stranger.device }, { user_code: started.user_code }).catch(() => null);
  expect(refused === null || refused.status === 400).toBe(true);
  expect((await poll(server, started.device_code)).body).toMatchObject({ error: 'authorization_pending' });
});

test('authorization_details set the limits that are asked, and come back as granted', async ({ server }) => {
  const owner = await signUp(server);
  const details = [{ type: 'agent_purchase', actions: ['browse_products', 'initiate_purchase'], amount_limit: { per_transaction: '5', daily: '6', monthly: '7', currency: 'EUR' } }];
  const started = await startDevice(server, { scope: '', authorization_details: JSON.stringify(details) });
  const shown = must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/device', headers: fromPage(owner), body: { user_code: started.user_code } }), 200);
  expect(shown.body).toMatchObject({ permissions: ['browse_products', 'initiate_purchase'], spending_limits: [{ per_transaction: '5.00', currency: 'EUR' }] });
  must(await consent(server, owner, { user_code: started.user_code }), 200);
  const issued = must(await poll(server, started.device_code), 200).body;
  expect(issued.authorization_details).toEqual([
    { type: 'agent_purchase', actions: TERMS.permissions, amount_limit: { per_transaction: '20.00', daily: '40.00', monthly: '80.00', currency: 'CAD' } },
  ]);
});

test('a pairing code is used once, and at most ten are open', async ({ server }) => {
  const owner = await signUp(server);
  const make = () => call(server.baseUrl, { path: '/api/agent/v1/pairing-codes', headers: fromPage(owner), body: {} });
  const made = await Promise.all(Array.from({ length: 12 }, make));
  expect(made.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 10 }, () => 201), 429, 429]);
  const { pairing_code: pairingCode } = z.object({ pairing_code: z.string() }).parse(made.find(({ status }) => status === 201)?.body);
  const ask = () => call(server.baseUrl, { path: '/api/agent/v1/access-request', body: { pairing_code: pairingCode, agent_name: 'Paired' } });
  const asked = await Promise.all([ask(), ask()]);
  expect(asked.map(({ status }) => status).toSorted()).toEqual([201, 404]);
  const won = z.object({ request_id: z.string(), device_code: z.string() }).parse(asked.find(({ status }) => status === 201)?.body);
  const stranger = await signUp(server);
  must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/device', headers: fromPage(stranger), body: { grant_id: won.request_id } }), 404);
  must(await consent(server, owner, { grant_id: won.request_id }), 200);
  must(await poll(server, won.device_code), 200);
});

test('private_key_jwt: an agent signs for its token, each assertion counts once', async ({ server }) => {
  const [as, owner] = [await discover(server), await signUp(server)];
  const { privateKey, publicKey } = await oauth.generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const body = { name: 'Keyed', ...TERMS, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty, crv, x, y }] } };
  const registered = must(await call(server.baseUrl, { path: '/api/agent/v1/agents', headers: fromPage(owner), body }), 201).body;
  expect(registered).not.toHaveProperty('client_secret');
  const client: oauth.Client = { client_id: String(registered.client_id) };
  let sent = '';
  const remember = (_header: unknown, payload: unknown) => void (sent = JSON.stringify(payload));
  const authentication = oauth.PrivateKeyJwt(privateKey, { [oauth.modifyAssertion]: remember });
  const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, { ...LOOPBACK });
  expect(await oauth.processClientCredentialsResponse(as, client, response)).toMatchObject({ token_type: 'bearer' });
  // The same jti under a new signature is the same assertion.
  const replay = oauth.PrivateKeyJwt(privateKey, { [oauth.modifyAssertion]: (_header, payload) => void Object.assign(payload, JSON.parse(sent)) });
  expect((await oauth.clientCredentialsGrantRequest(as, client, replay, {}, LOOPBACK)).status).toBe(401);
  const elsewhere = oauth.PrivateKeyJwt(privateKey, { [oauth.modifyAssertion]: (_header, payload) => void Object.assign(payload, { aud: 'https://evil.example', jti: randomUUID() }) });
  expect((await oauth.clientCredentialsGrantRequest(as, client, elsewhere, {}, LOOPBACK)).status).toBe(401);
});

test('DPoP: a bound token needs its key, each proof counts once', async ({ server }) => {
  const as = await discover(server);
  const agent = await makeAgent(server);
  const client: oauth.Client = { client_id: agent.clientId };
  const keys = await oauth.generateKeyPair('ES256');
  const dpop = oauth.DPoP(client, keys);
  const response = await oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretBasic(agent.clientSecret), {}, { DPoP: dpop, ...LOOPBACK });
  const { access_token: token, token_type: type } = await oauth.processClientCredentialsResponse(as, client, response);
  expect(type).toBe('dpop');
  const target = new URL('/api/agent/v1/limits', server.demo.baseUrl);
  let proof = '';
  const keepProof = (url: string, options: { method: string; headers: Record<string, string> }) => {
    proof = new Headers(options.headers).get('dpop') ?? '';
    return fetch(url, { method: options.method, headers: options.headers });
  };
  const used = await oauth.protectedResourceRequest(token, 'GET', target, undefined, undefined, { DPoP: dpop, ...LOOPBACK, [oauth.customFetch]: keepProof });
  expect(used.status).toBe(200);

  const call401 = async (headers: Record<string, string>) => must(await call(server.demo.baseUrl, { path: '/api/agent/v1/limits', headers }), 401);
  await call401({ authorization: `Bearer ${token}` });
  await call401({ authorization: `DPoP ${token}` });
  const replayed = await call401({ authorization: `DPoP ${token}`, dpop: proof });
  expect(replayed.headers.get('www-authenticate')).toContain('invalid_dpop_proof');
  const otherKey = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
  await expect(oauth.protectedResourceRequest(token, 'GET', target, undefined, undefined, { DPoP: otherKey, ...LOOPBACK })).rejects.toThrow();
});

test('metadata names the wallet and each merchant where RFC 9728 looks for them', async ({ server }) => {
  for (const path of ['/.well-known/oauth-protected-resource/m/regal-moose', '/m/regal-moose/.well-known/oauth-protected-resource']) {
    expect(must(await call(server.baseUrl, { path }), 200).body).toMatchObject({ resource: `${server.demo.baseUrl}/m/regal-moose` });
  }
  must(await call(server.baseUrl, { path: '/m/nobody-here/.well-known/oauth-protected-resource' }), 404);
  expect(must(await call(server.baseUrl, { path: '/.well-known/oauth-protected-resource' }), 200).body).toMatchObject({ resource: server.demo.baseUrl });
});

test('DPoP nonce: the client takes it up, its tokens then need it, and a stale one is answered with the next', async ({ server }) => {
  const as = await discover(server);
  const agent = await makeAgent(server);
  const client: oauth.Client = { client_id: agent.clientId };
  const keys = await oauth.generateKeyPair('ES256');
  const dpop = oauth.DPoP(client, keys);
  const ask = async (proof: oauth.DPoPHandle) => {
    const response = await oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretBasic(agent.clientSecret), {}, { DPoP: proof, ...LOOPBACK });
    return oauth.processClientCredentialsResponse(as, client, response);
  };
  await ask(dpop); // tells the nonce
  const { access_token: token } = await ask(dpop); // was made with it
  const target = new URL('/api/agent/v1/limits', server.demo.baseUrl);
  const use = (proof: oauth.DPoPHandle) => oauth.protectedResourceRequest(token, 'GET', target, undefined, undefined, { DPoP: proof, ...LOOPBACK });
  expect((await use(dpop)).status).toBe(200);
  // The same key in a client that knows no nonce yet: challenged, then told.
  const fresh = oauth.DPoP(client, keys);
  const challenge: unknown = await use(fresh).then(() => null, (error: unknown) => error);
  expect(oauth.isDPoPNonceError(challenge)).toBe(true);
  expect((await use(fresh)).status).toBe(200);
  const invented = oauth.DPoP(client, keys, { [oauth.modifyAssertion]: (_header, payload) => void Object.assign(payload, { nonce: 'invented' }) });
  expect(oauth.isDPoPNonceError(await ask(invented).then(() => null, (error: unknown) => error))).toBe(true);
});

test('authorization_details by a client that we did not write: merchants are consented to, come back, and bound each token', async ({ server }) => {
  const [as, owner] = [await discover(server), await signUp(server)];
  const connector = await register(as);
  const details = JSON.stringify([{ type: 'agent_purchase', actions: ['browse_products', 'create_cart'], merchants: ['regal-moose'] }]);
  const { verifier, parameters } = await authorize(server, owner, as, connector, { authorization_details: details });
  const response = await oauth.authorizationCodeGrantRequest(as, connector, oauth.None(), parameters, REDIRECT, verifier, LOOPBACK);
  const granted = await oauth.processAuthorizationCodeResponse(as, connector, response);
  expect(granted.authorization_details).toMatchObject([{ type: 'agent_purchase', merchants: ['regal-moose'], amount_limit: { per_transaction: '20.00' } }]);

  const agent = await makeAgent(server);
  const client: oauth.Client = { client_id: agent.clientId };
  const ownToken = async (wanted: string) =>
    oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretBasic(agent.clientSecret), { authorization_details: wanted }, LOOPBACK);
  const narrow = await oauth.processClientCredentialsResponse(as, client, await ownToken(JSON.stringify([{ type: 'agent_purchase', merchants: ['regal-moose'] }])));
  const open = (merchant: string) =>
    call(server.baseUrl, { path: '/api/agent/v1/sessions', token: narrow.access_token, headers: { 'x-merchant-handle': merchant }, body: { items: [{ product_id: 'birch-soap', quantity: 1 }] } });
  must(await open('regal-moose'), 201);
  must(await open('au-comptoir-a-patons'), 401);
  for (const wrong of ['[]', '{}', 'no json', '[{"type":"agent_purchase","locations":["x"]}]', '[{"type":"agent_purchase","merchants":["../x"]}]']) {
    const refused = await ownToken(wrong);
    expect([wrong, refused.status, await refused.json()]).toMatchObject([wrong, 400, { error: 'invalid_authorization_details' }]);
  }
});

test('a storm of polls gets nothing, each told to slow down, and one poll in time gets everything', async ({ server }) => {
  const owner = await signUp(server);
  const started = await startDevice(server);
  const storm = await Promise.all(Array.from({ length: 40 }, () => poll(server, started.device_code)));
  const errors = storm.map(({ body }) => body.error);
  expect([errors.filter((error) => error === 'authorization_pending').length, errors.filter((error) => error === 'slow_down').length]).toEqual([1, 39]);
  const guesses = await Promise.all(Array.from({ length: 20 }, () => poll(server, `dc_${randomUUID()}`)));
  for (const { body } of guesses) expect(body).toMatchObject({ error: 'invalid_grant' });
  must(await consent(server, owner, { user_code: started.user_code }), 200);
  must(await poll(server, started.device_code), 200);
});

test('the secrets of a revoked agent, the rotated one too, are worth nothing, and so are its tokens', async ({ server }) => {
  const owner = await signUp(server);
  const headers = fromPage(owner);
  const registered = must(await call(server.baseUrl, { path: '/api/agent/v1/agents', headers, body: { name: 'Short-lived', ...TERMS } }), 201).body;
  const path = `/api/agent/v1/agents/${String(registered.agent_id)}`;
  const rotated = must(await call(server.baseUrl, { path: `${path}/rotate-secret`, headers, body: {} }), 200).body;
  const secrets = [registered.client_secret, rotated.client_secret].map(String);
  const ask = (secret: string) => postForm(server, TOKEN, { grant_type: 'client_credentials', client_id: String(registered.client_id), client_secret: secret });
  const tokens = await Promise.all(secrets.map(async (secret) => String(must(await ask(secret), 200).body.access_token)));
  must(await call(server.baseUrl, { method: 'DELETE', path, headers }), 200);
  for (const secret of secrets) expect(must(await ask(secret), 401).body).toMatchObject({ error: 'invalid_client' });
  for (const token of tokens) must(await call(server.baseUrl, { path: '/api/agent/v1/limits', token }), 401);
  must(await call(server.baseUrl, { path: `${path}/rotate-secret`, headers, body: {} }), 409);
});
