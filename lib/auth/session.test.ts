import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fixedClock } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { testSettings } from '@/lib/testing/test-ctx';
import { readCookie, requireSameOrigin } from './session';

const ctx = { settings: testSettings, clock: fixedClock(new Date()) } as Ctx; // all that these functions look at

const request = (method: string, headers: Record<string, string>): Request => new Request('http://localhost:3000/x', { method, headers });

describe('a write that a cookie vouches for', () => {
  it.each([
    ['our own origin', 'POST', { origin: 'http://localhost:3000' }],
    ['a same-origin fetch', 'DELETE', { 'sec-fetch-site': 'same-origin' }],
    ['any origin, when it only reads', 'GET', { origin: 'https://evil.example' }],
  ])('is accepted from %s', (_name, method, headers) => {
    expect(() => requireSameOrigin(ctx, request(method, headers))).not.toThrow();
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['another scheme', { origin: 'https://localhost:3000' }],
    ['an opaque origin', { origin: 'null' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['nowhere', {}],
  ])('is refused from %s', (_name, headers) => {
    const crossOrigin = expect.objectContaining({ failure: expect.objectContaining({ status: 403, code: 'cross_origin' }) });
    expect(() => requireSameOrigin(ctx, request('POST', headers))).toThrow(crossOrigin);
  });
});

describe('the session cookie', () => {
  const NAME = 'authjs.session-token';
  const SECRET = 'a secret of the test';
  beforeAll(() => void vi.stubEnv('AUTH_SECRET', SECRET));
  afterAll(() => void vi.unstubAllEnvs());

  const cookie = async (token: object, secret = SECRET, salt = NAME) => `${NAME}=${await encode({ token, secret, salt })}`;

  it('tells the person and the session', async () => {
    const headers = new Headers({ cookie: `theme=dark; ${await cookie({ sub: 'usr_1', sid: 'ses_1' })}` });
    expect(await readCookie(ctx, headers)).toEqual({ userId: 'usr_1', sessionId: 'ses_1' });
    expect(await readCookie(ctx, headers)).toEqual({ userId: 'usr_1', sessionId: 'ses_1' });
  });

  it('is not read from a Bearer header', async () => {
    const token = (await cookie({ sub: 'usr_1', sid: 'ses_1' })).slice(NAME.length + 1);
    expect(await readCookie(ctx, new Headers({ authorization: `Bearer ${token}` }))).toBeNull();
    expect(await readCookie(ctx, new Headers({ authorization: `Bearer ${token}`, cookie: `${NAME}=x` }))).toBeNull();
  });

  it.each([
    ['without a session id', () => cookie({ sub: 'usr_1' })],
    ['under another secret', () => cookie({ sub: 'usr_1', sid: 'ses_1' }, 'another secret')],
    ['of another cookie', () => cookie({ sub: 'usr_1', sid: 'ses_1' }, SECRET, 'authjs.csrf-token')],
    ['that is garbage', () => Promise.resolve(`${NAME}=garbage`)],
    ['under the name that https has', async () => `__Secure-${await cookie({ sub: 'usr_1', sid: 'ses_1' }, SECRET, `__Secure-${NAME}`)}`],
  ])('%s tells nothing', async (_name, make) => {
    expect(await readCookie(ctx, new Headers({ cookie: await make() }))).toBeNull();
  });
});
