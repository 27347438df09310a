import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { ACCOUNT_SECRET, mailsTo, signUpOwner } from '@/lib/testing/account';
import { consoleBrowser, newAddress, openTestStore, STORE_PASSWORD as PASSWORD, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

let ctx: TestCtx;
beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date() });
});
afterAll(() => void vi.unstubAllEnvs());

const PROVIDERS = { google: false, magicLink: true, passwordReset: true };
const coded = (errorCode: string) => ({ error: expect.any(String) as string, errorCode, retryable: false });

const startLink = async (browser: ConsoleBrowser, email: string, way = 'magic-link') => String((await browser('POST', `/merchant/auth/${way}/start`, { email })).body.challengeToken);

describe('intake', () => {
  it('tells the next step of a known and of an unknown address, and which ways work here', async () => {
    const { email } = await openTestStore(ctx);
    const browser = consoleBrowser(ctx);
    expect(await browser('POST', '/merchant/auth/email/intake', { email })).toMatchObject({ status: 200, body: { next: 'password', providers: PROVIDERS } });
    expect(await browser('POST', '/merchant/auth/email/intake', { email: newAddress() })).toMatchObject({ status: 200, body: { next: 'sign_up' } });
    const byLink = newAddress();
    await browser('POST', '/merchant/auth/magic-link/consume', { challengeToken: await startLink(browser, byLink) });
    expect((await browser('POST', '/merchant/auth/email/intake', { email: byLink.toUpperCase() })).body.next).toBe('magic_link');
  });

  it('refuses what is no address, and a field that it does not know', async () => {
    const browser = consoleBrowser(ctx);
    expect(await browser('POST', '/merchant/auth/email/intake', { email: 'ada' })).toMatchObject({ status: 400, body: { ...coded('INVALID_PAYLOAD'), details: { param: '$.email' } } });
    expect(await browser('POST', '/merchant/auth/email/intake', { email: 'a@b.example', admin: true })).toMatchObject({ status: 400, body: { details: { param: '$.admin' } } });
  });
});

describe('signing up', () => {
  it('makes a person, a draft of a store and a sign-in at once, and asks for the name next', async () => {
    const [browser, email] = [consoleBrowser(ctx), newAddress()];
    const reply = await browser('POST', '/merchant/auth/password/sign-up', { email, password: PASSWORD });
    expect(reply).toMatchObject({ status: 201, body: { next: 'profile', providers: PROVIDERS } });
    expect(reply.headers.getSetCookie()).toEqual([expect.stringMatching(/^authjs\.session-token=.+; Path=\/; .*HttpOnly; SameSite=Lax$/)]);
    expect(await browser('GET', '/merchant/session')).toMatchObject({
      status: 200, body: { user: { email, displayName: '' }, merchantHandle: expect.stringMatching(/^new-store-/) as string, role: 'owner', uiLocale: 'en' },
    });
    expect((await browser('GET', '/merchant/workspace')).body).toMatchObject({ status: 'draft', name: '', contactEmail: email });
    expect((await mailsTo(ctx, email)).map(({ subject }) => subject)).toEqual(['Confirm your email address']);
    expect(await browser('POST', '/merchant/auth/profile/complete', { displayName: '  Ada  Lovelace ' })).toMatchObject({ status: 200, body: { next: 'launchpad', displayName: 'Ada Lovelace' } });
    expect((await browser('GET', '/merchant/session')).body.user).toEqual({ email, displayName: 'Ada Lovelace' });
  });

  it('names the store after what it is called, whoever has that name already, and never after a path of ours', async () => {
    const handles: unknown[] = [];
    for (const name of ['Chez Ada', 'Chez Ada', 'Orders']) {
      const { browser } = await openTestStore(ctx, { name });
      handles.push((await browser('GET', '/merchant/session')).body.merchantHandle);
    }
    expect(handles).toEqual(['chez-ada', 'chez-ada-2', 'orders-store']);
  });

  it('refuses an address that has an account, with the work of a sign-up, and what is no password or name', async () => {
    const { email } = await openTestStore(ctx);
    const browser = consoleBrowser(ctx);
    expect(await browser('POST', '/merchant/auth/password/sign-up', { email, password: PASSWORD })).toMatchObject({ status: 409, body: coded('EMAIL_TAKEN') });
    const refusedFor = async (body: object) => (await browser('POST', '/merchant/auth/password/sign-up', body)).body.details;
    expect(await refusedFor({ email: newAddress(), password: 'short' })).toEqual({ param: '$.password' });
    expect(await refusedFor({ email: 'none', password: PASSWORD })).toEqual({ param: '$.email' });
    expect(await refusedFor({ email: newAddress(), password: PASSWORD, displayName: '\u202e' })).toEqual({ param: '$.displayName' });
    expect(browser.cookie()).toBe('');
  });

  it('is what the older names do as well', async () => {
    const [browser, again, email] = [consoleBrowser(ctx), consoleBrowser(ctx), newAddress()];
    expect(await browser('POST', '/merchant/signup', { email, password: PASSWORD, displayName: 'Ada' })).toMatchObject({ status: 201, body: { next: 'launchpad' } });
    expect(await again('POST', '/merchant/session/login', { email, password: PASSWORD })).toMatchObject({ status: 200, body: { next: 'launchpad', providers: PROVIDERS } });
    expect((await again('GET', '/merchant/session')).body.user).toEqual({ email, displayName: 'Ada' });
  });
});

describe('signing in', () => {
  it('answers a wrong password and an unknown address alike', async () => {
    const { email } = await openTestStore(ctx);
    const browser = consoleBrowser(ctx);
    const wrong = await browser('POST', '/merchant/auth/password/sign-in', { email, password: 'not the password' });
    const unknown = await browser('POST', '/merchant/auth/password/sign-in', { email: newAddress(), password: 'not the password' });
    expect(wrong).toMatchObject({ status: 401, body: coded('INVALID_CREDENTIALS') });
    expect([unknown.status, unknown.body, [...unknown.headers]]).toEqual([wrong.status, wrong.body, [...wrong.headers]]);
  });

  it('begins under a new id, and ends the sign-in that the browser came with', async () => {
    const { browser, email } = await openTestStore(ctx);
    const planted = browser.cookie();
    expect((await browser('POST', '/merchant/auth/password/sign-in', { email, password: PASSWORD })).status).toBe(200);
    expect(browser.cookie()).not.toBe(planted);
    const attacker = consoleBrowser(ctx);
    attacker.plant(planted);
    expect((await attacker('GET', '/merchant/session')).status).toBe(401);
    expect((await browser('GET', '/merchant/session')).status).toBe(200);
  });

  it('is held up after too many guesses at one account, from whatever addresses', async () => {
    const strict: TestCtx = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    const { email } = await openTestStore(ctx);
    const browser = consoleBrowser(strict);
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess += 1) statuses.push((await browser('POST', '/merchant/auth/password/sign-in', { email, password: 'a wrong guess' })).status);
    expect(statuses.slice(0, 10)).toEqual(Array<number>(10).fill(401));
    expect(statuses[10]).toBe(429);
    const held = await browser('POST', '/merchant/auth/password/sign-in', { email, password: PASSWORD });
    expect(held).toMatchObject({ status: 429, body: { errorCode: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) as number } });
  });

  it('leads the owner of a wallet, who works nowhere, to the wallet', async () => {
    const { email } = await signUpOwner(ctx);
    const browser = consoleBrowser(ctx);
    expect((await browser('POST', '/merchant/auth/password/sign-in', { email, password: PASSWORD })).body.next).toBe('wallet');
    expect((await browser('GET', '/merchant/session')).status).toBe(401);
  });

  it('is refused to a page of another site, and to nobody else', async () => {
    const { email } = await openTestStore(ctx);
    const from = async (headers: Record<string, string>) => {
      const browser = consoleBrowser(ctx);
      return (await browser('POST', '/merchant/auth/password/sign-in', { email, password: PASSWORD }, headers)).status;
    };
    expect(await from({ origin: 'https://evil.example' })).toBe(403);
    expect(await from({ origin: 'null' })).toBe(403);
    expect(await from({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await from({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await from({})).toBe(200);
  });
});

describe('signing out and the list of sign-ins', () => {
  it('ends a sign-in on the server, not in the browser alone', async () => {
    const { browser } = await openTestStore(ctx);
    const kept = browser.cookie();
    expect((await browser('POST', '/merchant/session/logout', {})).status).toBe(200);
    expect(browser.cookie()).toBe('');
    browser.plant(kept);
    expect(await browser('GET', '/merchant/session')).toMatchObject({ status: 401, body: coded('UNAUTHORIZED') });
  });

  it('shows where a person is signed in, and ends one or all others', async () => {
    const { browser, email } = await openTestStore(ctx);
    const [second, third] = [consoleBrowser(ctx), consoleBrowser(ctx)];
    const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
    for (const each of [second, third]) await each('POST', '/merchant/auth/password/sign-in', { email, password: PASSWORD }, firefox);
    const { sessions } = (await second('GET', '/merchant/sessions')).body as { sessions: { sessionId: string; device: string; isThis: boolean }[] };
    expect(sessions).toHaveLength(3);
    expect(sessions.filter(({ device }) => device === 'Firefox on Linux')).toHaveLength(2);
    const own = sessions.find(({ isThis }) => isThis);
    expect(JSON.stringify(sessions)).not.toContain('ses_');
    expect((await browser('DELETE', `/merchant/sessions/${own?.sessionId}`)).status).toBe(200);
    expect((await second('GET', '/merchant/session')).status).toBe(401);
    expect(await browser('DELETE', `/merchant/sessions/${own?.sessionId}`)).toMatchObject({ status: 404, body: coded('NOT_FOUND') });
    expect(await browser('POST', '/merchant/sessions/end-others', {})).toMatchObject({ status: 200, body: { ended: 1 } });
    expect((await third('GET', '/merchant/session')).status).toBe(401);
    expect((await browser('GET', '/merchant/session')).status).toBe(200);
  });

  it('keeps the language of the console, English or French', async () => {
    const { browser } = await openTestStore(ctx);
    expect(await browser('PATCH', '/merchant/session/preferences', { uiLocale: 'fr' })).toMatchObject({ status: 200, body: { uiLocale: 'fr' } });
    expect((await browser('GET', '/merchant/session')).body.uiLocale).toBe('fr');
    expect(await browser('PATCH', '/merchant/session/preferences', { uiLocale: 'sv-SE' })).toMatchObject({ status: 400, body: { details: { param: '$.uiLocale' } } });
  });
});

describe('a link by mail', () => {
  it('signs in whom it was sent to, once', async () => {
    const { email } = await openTestStore(ctx);
    const [browser, thief] = [consoleBrowser(ctx), consoleBrowser(ctx)];
    const challengeToken = await startLink(browser, email);
    expect((await mailsTo(ctx, email)).at(-1)?.text).toContain(`http://localhost:3000/sign-in/link#${challengeToken}`);
    const answers = await Promise.all([browser, thief].map((each) => each('POST', '/merchant/auth/magic-link/consume', { challengeToken })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await thief('POST', '/merchant/auth/magic-link/consume', { challengeToken })).toMatchObject({ status: 400, body: coded('INVALID_CHALLENGE') });
  });

  it('opens an account and a draft of a store for an address that nobody has, which it proves', async () => {
    const [browser, email] = [consoleBrowser(ctx), newAddress()];
    const entered = await browser('POST', '/merchant/auth/magic-link/consume', { challengeToken: await startLink(browser, email) });
    expect(entered).toMatchObject({ status: 200, body: { next: 'profile' } });
    expect((await browser('GET', '/merchant/session')).body).toMatchObject({ user: { email }, role: 'owner' });
    const { checklist } = (await browser('GET', '/merchant/launchpad')).body as { checklist: { id: string; done: boolean }[] };
    expect(checklist.find(({ id }) => id === 'email')?.done).toBe(true);
  });

  it('expires after half an hour', async () => {
    const moving = await testCtx({ now: new Date() });
    const browser = consoleBrowser(moving);
    const challengeToken = await startLink(browser, newAddress());
    moving.clock.advance(30 * 60);
    expect((await browser('POST', '/merchant/auth/magic-link/consume', { challengeToken })).status).toBe(400);
  });

  it('is asked for in the same way, with the same statements, whether the address is known or not', async () => {
    const { email } = await openTestStore(ctx);
    const asked = async (way: string, address: string) => {
      const statements: string[] = [];
      const note = (name: string): void => void statements.push(name);
      const watch = (db: TestCtx['db']): TestCtx['db'] => ({
        query: (statement) => (note(statement.name), db.query(statement)),
        write: (statement) => (note(statement.name), db.write(statement)),
        transaction: (work) => db.transaction((tx) => work(watch(tx))),
      });
      const reply = await consoleBrowser({ ...ctx, db: watch(ctx.db) })('POST', `/merchant/auth/${way}/start`, { email: address });
      const { challengeToken, ...body } = reply.body;
      return { status: reply.status, body, token: String(challengeToken).replace(/\w{43}$/, '*'), statements };
    };
    for (const way of ['magic-link', 'password-reset']) {
      const known = await asked(way, email);
      expect(known).toMatchObject({ status: 202, body: { sent: true, providers: PROVIDERS }, token: 'ml_*' });
      expect(await asked(way, newAddress())).toEqual(known);
    }
  });

  it('is asked for five times an hour, known or not', async () => {
    const { email } = await openTestStore(ctx);
    for (const address of [email, newAddress()]) {
      const browser = consoleBrowser(ctx);
      const statuses: number[] = [];
      for (let time = 0; time < 6; time += 1) statuses.push((await browser('POST', '/merchant/auth/magic-link/start', { email: address })).status);
      expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
    }
  });

  it('purges what somebody else set up with the address before its reader proved it', async () => {
    const stranger = await openTestStore(ctx, { verified: false });
    const reader = consoleBrowser(ctx);
    await reader('POST', '/merchant/auth/magic-link/consume', { challengeToken: await startLink(reader, stranger.email) });
    expect((await stranger.browser('GET', '/merchant/session')).status).toBe(401);
    const again = await stranger.browser('POST', '/merchant/auth/password/sign-in', { email: stranger.email, password: PASSWORD });
    expect(again.status).toBe(401);
    expect((await reader('GET', '/merchant/session')).body).toMatchObject({ user: { email: stranger.email } });
  });

  it('never opens a wallet: its owner has a passkey', async () => {
    const { email } = await signUpOwner(ctx);
    const browser = consoleBrowser(ctx);
    expect(await browser('POST', '/merchant/auth/magic-link/consume', { challengeToken: await startLink(browser, email) })).toMatchObject({ status: 400, body: coded('INVALID_CHALLENGE') });
    const challengeToken = await startLink(browser, email, 'password-reset');
    expect((await browser('POST', '/merchant/auth/password-reset/confirm', { challengeToken, password: 'another long password' })).status).toBe(400);
    expect((await browser('POST', '/merchant/auth/password/sign-in', { email, password: PASSWORD })).status).toBe(200);
  });
});

describe('a new password', () => {
  it('replaces the old one, signs in, and ends every other sign-in', async () => {
    const { browser, email } = await openTestStore(ctx);
    const reader = consoleBrowser(ctx);
    const challengeToken = await startLink(reader, email, 'password-reset');
    expect((await mailsTo(ctx, email)).at(-1)?.text).toContain(`/sign-in/new-password#${challengeToken}`);
    const short = await reader('POST', '/merchant/auth/password-reset/confirm', { challengeToken, password: 'short' });
    expect(short).toMatchObject({ status: 400, body: { details: { param: '$.password' } } });
    expect(await reader('POST', '/merchant/auth/password-reset/confirm', { challengeToken, password: 'another long password' })).toMatchObject({ status: 200, body: { next: 'profile' } });
    expect((await browser('GET', '/merchant/session')).status).toBe(401);
    expect((await reader('GET', '/merchant/session')).status).toBe(200);
    expect((await browser('POST', '/merchant/auth/password/sign-in', { email, password: PASSWORD })).status).toBe(401);
    expect((await browser('POST', '/merchant/auth/password/sign-in', { email, password: 'another long password' })).status).toBe(200);
    expect((await reader('POST', '/merchant/auth/password-reset/confirm', { challengeToken, password: 'a third long password' })).status).toBe(400);
  });

  it('is not set by a link that signs in, nor the other way round, and makes no account', async () => {
    const { email } = await openTestStore(ctx);
    const browser = consoleBrowser(ctx);
    const magic = await startLink(browser, email);
    expect((await browser('POST', '/merchant/auth/password-reset/confirm', { challengeToken: magic, password: 'another long password' })).status).toBe(400);
    const reset = await startLink(browser, email, 'password-reset');
    expect((await browser('POST', '/merchant/auth/magic-link/consume', { challengeToken: reset })).status).toBe(400);
    const nobody = newAddress();
    const challengeToken = await startLink(browser, nobody, 'password-reset');
    expect(await browser('POST', '/merchant/auth/password-reset/confirm', { challengeToken, password: 'another long password' })).toMatchObject({ status: 400, body: coded('INVALID_CHALLENGE') });
    expect((await ctx.pool.query('select 1 from app_user where email = $1', [nobody])).rows).toEqual([]);
  });
});

describe('where mails go', () => {
  const at = (settings: Partial<TestCtx['settings']>): TestCtx => ({ ...ctx, settings: { ...ctx.settings, ...settings } });

  it('tells a link in the answer on a development machine alone', async () => {
    const start = async (where: TestCtx) => consoleBrowser(where)('POST', '/merchant/auth/magic-link/start', { email: newAddress() });
    expect((await start(ctx)).body.challengeToken).toMatch(/^ml_/);
    for (const [settings, status] of [[{ mailProvider: 'smtp' }, 202], [{ mailProvider: 'smtp', publicOrigin: 'https://shop.example' }, 202], [{ publicOrigin: 'https://shop.example' }, 503]] as const) {
      const reply = await start(at(settings));
      expect(reply.status).toBe(status);
      expect(reply.body).not.toHaveProperty('challengeToken');
    }
  });

  it('says beforehand which ways do not work: no mailer on a host of its own', async () => {
    const browser = consoleBrowser(at({ publicOrigin: 'https://shop.example' }));
    expect((await browser('POST', '/merchant/auth/email/intake', { email: newAddress() })).body.providers).toEqual({ google: false, magicLink: false, passwordReset: false });
    expect(await browser('POST', '/merchant/auth/password-reset/start', { email: newAddress() })).toMatchObject({ status: 503, body: coded('SIGN_IN_METHOD_UNAVAILABLE') });
    expect(await browser('GET', '/merchant/auth/google/start')).toMatchObject({ status: 404, body: coded('SIGN_IN_METHOD_UNAVAILABLE') });
    expect(await browser('GET', '/merchant/auth/google/callback?code=x&state=y')).toMatchObject({ status: 404 });
  });
});

it("proves a merchant's address by the link of the mail, and leads back to the console", async () => {
  const { browser, email } = await openTestStore(ctx, { verified: false });
  const link = /http:\/\/localhost:3000(\S+)/.exec((await mailsTo(ctx, email))[0]?.text ?? '')?.[1] ?? '';
  const reply = await browser('GET', link);
  expect([reply.status, reply.headers.get('location')]).toEqual([303, 'http://localhost:3000/dashboard']);
  expect((await ctx.pool.query('select 1 from app_user where email = $1 and email_verified_at is not null', [email])).rows).toHaveLength(1);
});
