import { beforeAll, afterAll, describe, expect, it, vi } from 'vitest';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { createUser, createWallet, endSession, signInWithPassword } from '@/lib/identity';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { authenticate } from './authenticate';
import { renewSession } from './renew-session';
import { readSession } from './session';

const OWNER = { email: 'owner@example.com', password: 'correct horse battery' };
const ORIGIN = 'http://localhost:3000';
let ctx: TestCtx;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', 'a secret of the test');
  ctx = await testCtx({ ports: {}, now: new Date() }); // next-auth's encryption reads the real clock
  const created = await createUser(ctx, { ...OWNER, displayName: 'Ada', emailVerified: true });
  if (created.ok) await createWallet(ctx, { userId: created.value.userId, timeZone: 'America/Toronto' });
});
afterAll(() => void vi.unstubAllEnvs());

const request = (method: string, cookie: string): Request => new Request(`${ORIGIN}/x`, { method, headers: { cookie, origin: ORIGIN } });
const principalOf = (method: string, cookie: string, on: TestCtx = ctx) => authenticate(on, request(method, cookie), ['owner_session']);

async function signIn() {
  const session = await signInWithPassword(ctx, { ...OWNER, clientAddress: '127.0.0.1', replaces: null });
  if (!session.ok) throw new Error(session.error.code);
  return session.value;
}

/** What the browser holds after an answer; null when it was sent no session. */
const cookieOf = (response: Response): string | null => response.headers.getSetCookie()[0]?.split(';')[0] ?? null;

const renew = async (session: { userId: string; sessionId: string }): Promise<Response> => {
  const principal = { kind: 'owner', walletId: 'wal_any', ...session } as const;
  const call: RequestCtx = { ...ctx, requestId: 'req_test', clientAddress: '127.0.0.1', principal, merchant: null };
  return renewSession(call, Response.json({ done: true }));
};

/** A signed-in browser: its cookie is the one that a first renewal wrote. */
async function browser() {
  const session = await signIn();
  const cookie = cookieOf(await renew(session));
  if (cookie === null) throw new Error('no cookie');
  const signedIn = await readSession(ctx, new Headers({ cookie }));
  if (!signedIn) throw new Error('not signed in');
  return { cookie, session: { userId: signedIn.userId, sessionId: signedIn.sessionId } };
}

describe('a session whose passkey was used', () => {
  it('goes on under a new id, in a cookie that scripts cannot read', async () => {
    const { cookie: before, session } = await browser();
    const response = await renew(session);
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^authjs\.session-token=[\w.-]+; Path=\/; Expires=.* GMT; HttpOnly; SameSite=Lax$/)]);
    const after = cookieOf(response) ?? '';
    expect(await principalOf('POST', after)).toMatchObject({ kind: 'owner', userId: session.userId, sessionId: expect.not.stringMatching(session.sessionId) });
    await expect(principalOf('POST', before), 'the old cookie writes nothing from then on').rejects.toMatchObject({ failure: { status: 401 } });
  });

  it('is worth nothing to who planted or copied its earlier id', async () => {
    const { cookie: planted, session } = await browser();
    await renew(session);
    for (const method of ['POST', 'PATCH', 'DELETE', 'PUT']) await expect(principalOf(method, planted)).rejects.toMatchObject({ failure: { status: 401 } });
    expect(await readSession(ctx, new Headers({ cookie: planted }))).toBeNull();
  });

  it('lets a page that was being read under the old id be read to its end, for five seconds', async () => {
    const later = await testCtx({ ports: {}, now: ctx.clock.now() });
    const { cookie, session } = await browser();
    await renew(session);
    expect(await principalOf('GET', cookie, later)).toMatchObject({ userId: session.userId });
    later.clock.advance(5);
    await expect(principalOf('GET', cookie, later)).rejects.toMatchObject({ failure: { status: 401 } });
  });

  it('ends for the old id too when it ends', async () => {
    const { cookie, session } = await browser();
    const after = cookieOf(await renew(session)) ?? '';
    const current = await readSession(ctx, new Headers({ cookie: after }));
    await endSession(ctx, current?.sessionId ?? '');
    await expect(principalOf('GET', cookie)).rejects.toMatchObject({ failure: { status: 401 } });
    await expect(principalOf('GET', after)).rejects.toMatchObject({ failure: { status: 401 } });
  });

  it('changes its id once when several answers would change it at the same moment', async () => {
    const { session } = await browser();
    const cookies = (await Promise.all(Array.from({ length: 20 }, () => renew(session)))).map(cookieOf).filter((cookie) => cookie !== null);
    expect(cookies).toHaveLength(1);
    expect(await principalOf('POST', cookies[0] ?? '')).toMatchObject({ userId: session.userId });
  });

  it('lives no longer for it', async () => {
    const later = await testCtx({ ports: {}, now: ctx.clock.now() });
    const { session } = await browser();
    const after = cookieOf(await renew(session)) ?? '';
    later.clock.advance(30 * 24 * 60 * 60 - 1);
    const { rows } = await ctx.pool.query('select 1 from sign_in_session where previous_id = $1 and expires_at > $2', [session.sessionId, later.clock.now()]);
    expect(rows).toHaveLength(1);
    later.clock.advance(1);
    expect(await readSession(later, new Headers({ cookie: after }))).toBeNull();
  });
});

it('an ended session is not renewed', async () => {
  const session = await signIn();
  await endSession(ctx, session.sessionId);
  expect(cookieOf(await renew(session))).toBeNull();
});
