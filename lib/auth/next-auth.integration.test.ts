import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CLIENT_ADDRESS_HEADER } from '@/lib/http/client-address';
import { createUser, createWallet } from '@/lib/identity';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { readSession } from './session';

let ctx: TestCtx;
vi.mock('@/lib/composition', () => ({ getCtx: () => ctx }));
const { handlers } = await import('./next-auth');

const OWNER = { email: 'owner@example.com', password: 'correct horse battery' };

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', 'a secret of the test');
  ctx = await testCtx({ ports: {}, now: new Date() }); // next-auth reads the real clock
  const created = await createUser(ctx, { ...OWNER, displayName: 'Ada', emailVerified: true });
  if (created.ok) await createWallet(ctx, { userId: created.value.userId, timeZone: 'America/Toronto' });
});
afterAll(() => void vi.unstubAllEnvs());

/** A browser as far as this needs one: it keeps cookies. */
function browser() {
  const jar = new Map<string, string>();
  const headers = (): Headers => new Headers({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') });
  const call = async (method: 'GET' | 'POST', path: string, form?: Record<string, string>): Promise<Response> => {
    const sent = headers();
    sent.set(CLIENT_ADDRESS_HEADER, '127.0.0.1');
    sent.set('x-auth-return-redirect', '1');
    if (form) sent.set('content-type', 'application/x-www-form-urlencoded');
    const body = form && new URLSearchParams(form).toString();
    // Another host than the public one, as behind a proxy: it must not show.
    const response = await handlers[method](new NextRequest(`http://10.0.0.7:8080/api/auth/${path}`, { method, headers: sent, body }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const csrf = async (): Promise<string> => ((await (await call('GET', 'csrf')).json()) as { csrfToken: string }).csrfToken;
  return {
    jar,
    headers,
    call,
    signIn: async (given: Record<string, string>) => call('POST', 'callback/credentials', { csrfToken: await csrf(), ...given }),
    signOut: async () => call('POST', 'signout', { csrfToken: await csrf() }),
  };
}

describe('signing in through next-auth', () => {
  it('makes a session that our reader knows, in a cookie that scripts cannot read', async () => {
    const person = browser();
    const response = await person.signIn({ ...OWNER, callbackUrl: '/wallet' });
    expect(await response.json()).toEqual({ url: 'http://localhost:3000/wallet' });
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('authjs.session-token='));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(await readSession(ctx, person.headers())).toMatchObject({ displayName: 'Ada', membership: null });
  });

  it('refuses a wrong password, and bodies that hold neither password nor ticket', async () => {
    for (const given of [{ ...OWNER, password: 'wrong password' }, { ticket: 'sit_unknown' }, { email: OWNER.email }, {}]) {
      const person = browser();
      const answer = (await (await person.signIn(given as Record<string, string>)).json()) as { url: string };
      expect(answer.url).toBe('http://localhost:3000/sign-in?error=CredentialsSignin&code=credentials');
      expect(await readSession(ctx, person.headers())).toBeNull();
    }
  });

  it('does nothing without the csrf token', async () => {
    const person = browser();
    await person.call('POST', 'callback/credentials', OWNER);
    expect(await readSession(ctx, person.headers())).toBeNull();
  });

  it('ends the session that the browser came with', async () => {
    const person = browser();
    await person.signIn(OWNER);
    const planted = person.headers();
    await person.signIn(OWNER);
    expect(await readSession(ctx, planted)).toBeNull();
    expect(await readSession(ctx, person.headers())).not.toBeNull();
  });

  it('ends the row at sign-out, so that a copied cookie is worth nothing', async () => {
    const person = browser();
    await person.signIn(OWNER);
    const copied = person.headers();
    expect(await readSession(ctx, copied)).not.toBeNull();
    await person.signOut();
    expect(await readSession(ctx, copied)).toBeNull();
    expect(person.jar.has('authjs.session-token')).toBe(false);
  });

  it("tells nobody's session and clears the cookie once the row has ended", async () => {
    const person = browser();
    await person.signIn(OWNER);
    const copied = new Map(person.jar);
    await person.signOut();
    const thief = browser();
    for (const [name, value] of copied) thief.jar.set(name, value);
    expect(await (await thief.call('GET', 'session')).json()).toBeNull();
    expect(thief.jar.has('authjs.session-token')).toBe(false);
  });

  it('keeps no name and no address in its session', async () => {
    const person = browser();
    await person.signIn(OWNER);
    expect(JSON.stringify(await (await person.call('GET', 'session')).json())).not.toContain(OWNER.email);
  });
});

describe('bad input', () => {
  const post = (body: string, contentType = 'application/json', path = 'callback/credentials') =>
    handlers.POST(new NextRequest(`http://localhost:3000/api/auth/${path}`, { method: 'POST', headers: { 'content-type': contentType }, body }));

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['fields of wrong types', '{"email":{},"password":[],"callbackUrl":{},"csrfToken":7}'],
    ['an address that is none', '{"callbackUrl":"javascript:alert(1)"}'],
  ])('%s is no server error', async (_name, body) => {
    expect((await post(body)).status).toBeLessThan(500);
  });

  it.each(['callbackUrl=javascript:alert(1)', 'callbackUrl=wallet', 'callbackUrl=http://['])('?%s is 400', async (query) => {
    const response = await handlers.GET(new NextRequest(`http://localhost:3000/api/auth/signin?${query}`));
    expect(response.status).toBe(400);
  });

  it('a cookie with an address that is none is 400', async () => {
    const headers = { cookie: 'authjs.callback-url=garbage' };
    expect((await handlers.GET(new NextRequest('http://localhost:3000/api/auth/csrf', { headers }))).status).toBe(400);
  });

  it('a huge body is 413', async () => {
    expect((await post('a'.repeat(20_000))).status).toBe(413);
  });

  it.each(['callback/unknown', 'unknown', 'signin/credentials'])('%s is no server error', async (path) => {
    expect((await post('{}', 'application/json', path)).status).toBeLessThan(500);
  });
});
