import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isHttpFailure } from '@/lib/http/failure';
import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { findSession, signInWithTicket } from '@/lib/identity';
import { webauthnPasskeys } from '@/lib/providers/webauthn';
import { createAuthenticator } from '@/lib/testing/software-authenticator';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints, renderFailure } from './index';

const HOME = { origin: 'http://localhost:3000', rpId: 'localhost' };
const PERSON = { email: 'ada@example.com', password: 'correct horse battery', display_name: 'Ada' };
let ctx: TestCtx;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', 'a secret of the test');
  const issueDemoCard = () => Promise.resolve({ cardId: 'card_test', brand: 'visa', bin: '400012', last4: '4242' });
  ctx = await testCtx({ ports: { passkey: webauthnPasskeys, cardIssuer: { issueDemoCard }, recordSigner: { sign: (_ctx, _kind, record) => Promise.resolve({ ...record, signature: 'signed' }) } } });
});

afterAll(() => void vi.unstubAllEnvs());

type Answer = { status: number; body: Record<string, unknown>; headers: Headers };

/** As the entrance would, without its credentials: the principal is given. */
async function call(path: string, body: string | object | undefined, principal: Principal = { kind: 'anonymous' }): Promise<Answer> {
  const [address = '', search = ''] = path.split('?');
  const found = endpoints.find((one) => one.path === address);
  if (!found) throw new Error(`no endpoint ${address}`);
  const requestCtx: RequestCtx = { ...ctx, requestId: 'req_test', clientAddress: '127.0.0.1', principal, merchant: null };
  const init = found.method === 'GET' ? {} : { method: found.method, body: typeof body === 'object' ? JSON.stringify(body) : body };
  const request = new Request(`http://ignored.example${address}?${search}`, init);
  const response = await found.handle(requestCtx, request, {}).catch((error: unknown) => {
    if (!isHttpFailure(error)) throw error;
    return renderFailure(error.failure, request);
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown>, headers: response.headers };
}

async function signUp(email: string) {
  const authenticator = createAuthenticator(HOME);
  const begun = await call('/api/account/sign-up', { ...PERSON, email });
  const attestation = authenticator.register(begun.body.publicKey);
  const finished = await call('/api/account/sign-up/finish', { sign_up_id: begun.body.sign_up_id, attestation });
  const signedIn = await signInWithTicket(ctx, { ticket: String(finished.body.ticket), clientAddress: '127.0.0.1', replaces: null });
  const session = signedIn.ok ? await findSession(ctx, signedIn.value.sessionId) : null;
  if (!session?.walletId) throw new Error('no session');
  const principal: Principal = { kind: 'owner', userId: session.userId, walletId: session.walletId, sessionId: session.sessionId };
  return { authenticator, principal, begun, finished };
}

describe('the account endpoints', () => {
  it('sign up in two steps, with answers that nobody may keep', async () => {
    const { begun, finished } = await signUp(PERSON.email);
    expect(begun).toMatchObject({ status: 200, body: { sign_up_id: expect.stringMatching(/^su_/), publicKey: { rp: { id: 'localhost' } } } });
    expect(finished).toMatchObject({ status: 200, body: { ticket: expect.stringMatching(/^sit_/) } });
    expect(finished.headers.get('cache-control')).toBe('no-store');
    const again = await call('/api/account/sign-up', PERSON);
    expect(again).toMatchObject({ status: 409, body: { error: 'email_taken', message: expect.any(String) } });
  });

  it('sign in with a passkey', async () => {
    const { authenticator } = await signUp('grace@example.com');
    const begun = await call('/api/account/passkey/sign-in', {});
    const assertion = authenticator.assert(begun.body.publicKey);
    const answer = { ceremony_id: begun.body.ceremony_id, assertion };
    expect(await call('/api/account/passkey/sign-in/finish', answer)).toMatchObject({ status: 200, body: { ticket: expect.any(String) } });
    const replayed = await call('/api/account/passkey/sign-in/finish', answer);
    expect(replayed).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
  });

  it('refuse a first passkey to who has one, and make another that it allows', async () => {
    const { authenticator, principal } = await signUp('alan@example.com');
    expect(await call('/api/account/passkeys', {}, principal)).toMatchObject({ status: 409, body: { error: 'passkey_exists' } });
    const asked = await call('/api/account/passkeys/another', undefined, principal);
    const assertion = authenticator.assert(asked.body.publicKey);
    const allowed = await call('/api/account/passkeys/another/allow', { ceremony_id: asked.body.ceremony_id, assertion }, principal);
    const attestation = createAuthenticator(HOME).register(allowed.body.publicKey);
    const finished = await call('/api/account/passkeys/finish', { ceremony_id: allowed.body.ceremony_id, attestation }, principal);
    expect(finished).toMatchObject({ status: 201, body: { passkey_id: expect.stringMatching(/^pk_/) } });
    expect(allowed.headers.getSetCookie(), 'a passkey was used: the session has a new id').toEqual([expect.stringContaining('session-token=')]);
  });

  it('lead from the link in the mail to the wallet, on our own origin', async () => {
    const { principal } = await signUp('barbara@example.com');
    const { rows } = await ctx.pool.query<{ text: string }>(
      "select payload->>'text' as text from outbox_event where payload->>'recipient' = 'barbara@example.com'",
    );
    const link = /http:\/\/localhost:3000(\S+)/.exec(rows[0]?.text ?? '')?.[1] ?? '';
    const signedOut = await call(link, undefined);
    expect(signedOut.status).toBe(303);
    expect(signedOut.headers.get('location')).toBe(`http://localhost:3000/sign-in?callbackUrl=${encodeURIComponent(link)}`);
    const answer = await call(link, undefined, principal);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('http://localhost:3000/wallet');
    expect(await call('/api/account/verify-email?token=ev_x', undefined)).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    const without = await call('/api/account/verify-email', undefined);
    expect(without).toMatchObject({ status: 400, body: { error: 'invalid_request', param: '$.token' } });
  });

  it.each([
    ['an email that is none', { ...PERSON, email: 'ada' }, '$.email'],
    ['a short password', { ...PERSON, password: 'short' }, '$.password'],
    ['no name', { ...PERSON, display_name: undefined }, '$.display_name'],
    ['an unknown field', { ...PERSON, admin: true }, '$.admin'],
    ['a field of the wrong type', { ...PERSON, password: 7 }, '$.password'],
  ])('name the field of a sign-up with %s', async (_name, body, param) => {
    const refusal = { error: 'invalid_request', param, message: expect.any(String) };
    expect(await call('/api/account/sign-up', body)).toMatchObject({ status: 400, body: refusal });
  });

  const OWNER: Principal = { kind: 'owner', userId: 'usr_none', walletId: 'wal_none', sessionId: 'ses_none' };
  const MERCHANT: Principal = { kind: 'merchant_user', userId: 'usr_none', merchantId: 'none', role: 'owner', sessionId: 'ses_none' };
  const NUL_ID = { sign_up_id: 'su_\u0000', ceremony_id: 'cer_\u0000', attestation: {}, assertion: {} };
  const HOSTILE: [string, string][] = [
    ['no JSON', '{'],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['ids with a NUL', JSON.stringify(NUL_ID)],
    ['deep nesting', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['more than 64 KiB', JSON.stringify({ email: 'a'.repeat(70_000) })],
  ];
  const CASES = endpoints.filter(({ method }) => method === 'POST').flatMap(({ path }) => HOSTILE.map(([name, body]) => [path, name, body] as const));

  it.each(CASES)('%s answers %s with 4xx in its own shape', async (path, _name, body) => {
    const answer = await call(path, body, path.startsWith('/api/dashboard/') ? MERCHANT : OWNER);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatchObject({ error: expect.any(String), message: expect.any(String) });
  });

  it.each([
    ['/api/account/sign-up/finish', { sign_up_id: `su_${'0'.repeat(26)}`, attestation: {} }, 'invalid_attestation'],
    ['/api/account/passkey/sign-in/finish', { ceremony_id: `cer_${'0'.repeat(26)}`, assertion: {} }, 'invalid_assertion'],
    ['/api/account/passkeys/finish', { ceremony_id: `cer_${'0'.repeat(26)}`, attestation: {} }, 'invalid_attestation'],
    ['/api/account/passkeys/another/allow', { ceremony_id: `cer_${'0'.repeat(26)}`, assertion: {} }, 'invalid_assertion'],
  ])('%s refuses a ceremony that there is not', async (path, body, error) => {
    expect(await call(path, body, OWNER)).toMatchObject({ status: 400, body: { error } });
  });
});
