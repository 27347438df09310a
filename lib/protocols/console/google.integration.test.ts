import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import { googleSignIn } from '@/lib/providers/google-sign-in';
import { ACCOUNT_SECRET, signUpOwner } from '@/lib/testing/account';
import { consoleBrowser, newAddress, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { startOpenIdStub, STUB_CLIENT, type OpenIdStub, type StubPerson } from '@/lib/testing/openid-stub';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

const HOME = 'http://localhost:3000';
let stub: OpenIdStub;
let ctx: TestCtx;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  stub = await startOpenIdStub();
  const base = await testCtx({ now: new Date() });
  ctx = { ...base, ports: { ...base.ports, google: googleSignIn({ ...STUB_CLIENT, issuer: stub.issuer }) } };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stub.close();
});
beforeEach(() => {
  stub.fault = null;
});

const person = (more: Partial<StubPerson> = {}): StubPerson => ({ sub: newUuid(), email: newAddress(), email_verified: true, name: 'Grace Hopper', ...more });

/** To the stub and back, as a browser goes; `change` is what somebody does to the address on the way. */
async function signIn(browser: ConsoleBrowser, who: StubPerson | null, change: (callback: URL) => void = () => undefined) {
  stub.person = who;
  const start = await browser('GET', '/merchant/auth/google/start');
  const there = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  const callback = new URL(there.headers.get('location') ?? '');
  change(callback);
  const back = await browser('GET', callback.pathname + callback.search);
  return { start, callback, status: back.status, location: back.headers.get('location') };
}

const IN = { status: 303, location: `${HOME}/dashboard/launchpad` };
const refused = (error: string) => ({ status: 303, location: `${HOME}/sign-in/store?error=${error}` });

describe('signing in with Google', () => {
  it('asks with state, nonce and PKCE, and opens a store for someone new whose address Google vouches for', async () => {
    const [browser, who] = [consoleBrowser(ctx), person()];
    const { start, ...arrived } = await signIn(browser, who);
    const asked = new URL(start.headers.get('location') ?? '').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: STUB_CLIENT.clientId, response_type: 'code', scope: 'openid email profile', code_challenge_method: 'S256', redirect_uri: `${HOME}/merchant/auth/google/callback`,
      state: expect.stringMatching(/^.{43}$/) as string, nonce: expect.stringMatching(/^.{43}$/) as string,
    });
    expect(start.headers.getSetCookie()[0]).toMatch(/^countersign\.google=[^;]+; Path=\/merchant\/auth\/google; Max-Age=600; HttpOnly; SameSite=Lax$/);
    expect(arrived).toMatchObject(IN);
    expect((await browser('GET', '/merchant/session')).body).toMatchObject({ user: { email: who.email, displayName: 'Grace Hopper' }, role: 'owner' });
    expect(browser.cookie()).not.toContain('countersign.google');
  });

  it('knows the same person again by Google’s name for them, whatever address Google has by now', async () => {
    const who = person();
    await signIn(consoleBrowser(ctx), who);
    const browser = consoleBrowser(ctx);
    expect(await signIn(browser, { ...who, email: newAddress() })).toMatchObject(IN);
    expect((await browser('GET', '/merchant/session')).body).toMatchObject({ user: { email: who.email } });
  });

  it('is one account with the password’s, once the address was proved, and purges a password that came without proof', async () => {
    const [proved, unproved] = [await openTestStore(ctx), await openTestStore(ctx, { verified: false })];
    await signIn(consoleBrowser(ctx), person({ email: proved.email }));
    expect((await proved.browser('GET', '/merchant/session')).status).toBe(200);
    await signIn(consoleBrowser(ctx), person({ email: unproved.email }));
    expect((await unproved.browser('GET', '/merchant/session')).status).toBe(401);
  });

  it('refuses an address that Google does not vouch for, a wallet’s owner, and who said no', async () => {
    expect(await signIn(consoleBrowser(ctx), person({ email_verified: false }))).toMatchObject(refused('google_unverified'));
    expect(await signIn(consoleBrowser(ctx), person({ email: (await signUpOwner(ctx)).email }))).toMatchObject(refused('google_wallet'));
    expect(await signIn(consoleBrowser(ctx), null)).toMatchObject(refused('google'));
  });

  it.each<[string, (callback: URL) => void]>([
    ['another state', (callback) => callback.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (callback) => callback.searchParams.delete('state')],
    ['another code', (callback) => callback.searchParams.set('code', newUuid())],
  ])('refuses %s', async (_name, change) => {
    const browser = consoleBrowser(ctx);
    expect(await signIn(browser, person(), change)).toMatchObject(refused('google'));
    expect(browser.cookie()).toBe('');
  });

  it.each(['nonce', 'audience', 'server_error'] as const)('refuses an answer with a wrong %s', async (fault) => {
    stub.fault = fault;
    expect(await signIn(consoleBrowser(ctx), person())).toMatchObject(refused('google'));
  });

  it('takes an answer once, and only in the browser that asked', async () => {
    const browser = consoleBrowser(ctx);
    const { callback } = await signIn(browser, person());
    const back = async (where: ConsoleBrowser) => (await where('GET', callback.pathname + callback.search)).headers.get('location');
    expect(await back(browser)).toBe(refused('google').location);
    stub.person = person();
    const victim = consoleBrowser(ctx);
    await victim('GET', '/merchant/auth/google/start');
    expect(await back(victim), 'a code of somebody else').toBe(refused('google').location);
    expect((await victim('GET', '/merchant/session')).status).toBe(401);
  });

  it('begins under a new id', async () => {
    const browser = consoleBrowser(ctx);
    const who = person();
    await signIn(browser, who);
    const planted = browser.cookie();
    await signIn(browser, who);
    const attacker = consoleBrowser(ctx);
    attacker.plant(planted);
    expect((await attacker('GET', '/merchant/session')).status).toBe(401);
  });

  it('is said to work, and says when Google does not answer', async () => {
    expect((await consoleBrowser(ctx)('POST', '/merchant/auth/email/intake', { email: newAddress() })).body.providers).toMatchObject({ google: true });
    const gone = { ...ctx, ports: { ...ctx.ports, google: googleSignIn({ ...STUB_CLIENT, issuer: 'http://127.0.0.1:9' }) } };
    expect(await consoleBrowser(gone)('GET', '/merchant/auth/google/start')).toMatchObject({ status: 503, body: { errorCode: 'SERVICE_UNAVAILABLE', retryable: true } });
  });
});
