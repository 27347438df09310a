import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { removeLostPasskeys, signInWithPassword } from '@/lib/identity';
import { googleSignIn } from '@/lib/providers/google-sign-in';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { consoleBrowser, hireAt, openTestStore, STORE_PASSWORD, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { startOpenIdStub, STUB_CLIENT, type OpenIdStub } from '@/lib/testing/openid-stub';
import { makeOwner } from '@/lib/testing/evidence';
import { createAuthenticator, type SoftwareAuthenticator } from '@/lib/testing/software-authenticator';
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

const newDevice = (): SoftwareAuthenticator => createAuthenticator({ origin: HOME, rpId: 'localhost' });

/** A passkey on a device; another is allowed by `by`, a device that has one. */
async function add(browser: ConsoleBrowser, device: SoftwareAuthenticator, by?: SoftwareAuthenticator) {
  let asked = (await browser('POST', '/merchant/passkeys', {})).body;
  if (asked.step === 'allow' && by) asked = (await browser('POST', '/merchant/passkeys/allow', { ceremonyId: asked.ceremonyId, assertion: by.assert(asked.publicKey) })).body;
  return browser('POST', '/merchant/passkeys/finish', { ceremonyId: asked.ceremonyId, attestation: device.register(asked.publicKey) });
}

/** An owner with a passkey on each of two devices, one of which is asked at each sign-in. */
async function guardedOwner() {
  const owner = await openTestStore(ctx);
  const [first, second] = [newDevice(), newDevice()];
  await add(owner.browser, first);
  await add(owner.browser, second, first);
  expect(await owner.browser('PATCH', '/merchant/passkeys', { secondStep: true })).toMatchObject({ status: 200, body: { secondStep: true } });
  return { ...owner, first, second };
}

const byPassword = (browser: ConsoleBrowser, email: string) => browser('POST', '/merchant/auth/password/sign-in', { email, password: STORE_PASSWORD });
const isIn = async (browser: ConsoleBrowser): Promise<boolean> => (await browser('GET', '/merchant/session')).status === 200;
const link = async (browser: ConsoleBrowser, email: string, way: 'magic-link' | 'password-reset'): Promise<string> => String((await browser('POST', `/merchant/auth/${way}/start`, { email })).body.challengeToken);

describe('a passkey of who works at a merchant', () => {
  it('signs its person in alone, and is asked after the password where they chose so', async () => {
    const { email, first, second } = await guardedOwner();
    const [alone, both] = [consoleBrowser(ctx), consoleBrowser(ctx)];
    const asked = await alone('POST', '/api/account/passkey/sign-in', {});
    const proved = await alone('POST', '/api/account/passkey/sign-in/finish', { ceremony_id: asked.body.ceremony_id, assertion: first.assert(asked.body.publicKey) });
    expect(proved).toMatchObject({ status: 200, body: { ticket: expect.any(String) as string } });

    const half = await byPassword(both, email);
    expect(half).toMatchObject({ status: 200, body: { next: 'passkey', ceremonyId: expect.stringMatching(/^cer_/) as string } });
    expect(half.headers.getSetCookie(), 'nothing is open yet').toEqual([]);
    expect(await isIn(both)).toBe(false);
    const { ceremonyId, publicKey } = half.body;
    expect(await both('POST', '/merchant/auth/second-step', { ceremonyId, assertion: second.assert(publicKey) })).toMatchObject({ status: 200, body: { next: 'profile' } });
    expect(await isIn(both)).toBe(true);
    expect((await both('GET', '/merchant/passkeys')).body).toMatchObject({ passkeys: [{ label: 'Passkey' }, { label: 'Passkey' }], secondStep: true });
  });

  it('opens nothing by any way in alone: password, link, new password, Google, the wallet’s sign-in', async () => {
    const { email, first } = await guardedOwner();
    const ways: Record<string, (browser: ConsoleBrowser) => Promise<{ body: Record<string, unknown> }>> = {
      password: (browser) => byPassword(browser, email),
      older: (browser) => browser('POST', '/merchant/session/login', { email, password: STORE_PASSWORD }),
      link: async (browser) => browser('POST', '/merchant/auth/magic-link/consume', { challengeToken: await link(browser, email, 'magic-link') }),
      reset: async (browser) => browser('POST', '/merchant/auth/password-reset/confirm', { challengeToken: await link(browser, email, 'password-reset'), password: STORE_PASSWORD }),
    };
    for (const [way, come] of Object.entries(ways)) {
      const browser = consoleBrowser(ctx);
      expect((await come(browser)).body, way).toMatchObject({ next: 'passkey' });
      expect(browser.cookie(), way).toBe('');
    }
    stub.person = { sub: 'guarded', email, email_verified: true, name: 'Grace' };
    const browser = consoleBrowser(ctx);
    const there = await fetch((await browser('GET', '/merchant/auth/google/start')).headers.get('location') ?? '', { redirect: 'manual' });
    const callback = new URL(there.headers.get('location') ?? '');
    const location = new URL((await browser('GET', callback.pathname + callback.search)).headers.get('location') ?? '');
    expect(location.pathname).toBe('/sign-in/store');
    expect(await isIn(browser)).toBe(false);
    const { ceremonyId, publicKey } = JSON.parse(Buffer.from(location.hash.replace('#second-step=', ''), 'base64url').toString()) as { ceremonyId: string; publicKey: object };
    expect(await browser('POST', '/merchant/auth/second-step', { ceremonyId, assertion: first.assert(publicKey) })).toMatchObject({ status: 200 });
    expect(await isIn(browser)).toBe(true);
    expect(await signInWithPassword(ctx, { email, password: STORE_PASSWORD, clientAddress: '127.0.0.1', replaces: null })).toMatchObject({ ok: false, error: { code: 'passkey_asked' } });
  });

  it('is asked with a challenge of its own: another answer, an old one, one of another person or given twice opens nothing', async () => {
    const [{ email, first }, other] = [await guardedOwner(), await guardedOwner()];
    const ask = async () => (await byPassword(consoleBrowser(ctx), email)).body;
    const answer = (ceremonyId: unknown, assertion: unknown) => consoleBrowser(ctx)('POST', '/merchant/auth/second-step', { ceremonyId, assertion });
    const no = { status: 401, body: { errorCode: 'INVALID_CREDENTIALS' } };
    const [one, two] = [await ask(), await ask()];
    expect(await answer(one.ceremonyId, first.assert(two.publicKey)), 'another challenge').toMatchObject(no);
    expect(await answer(one.ceremonyId, first.assert(one.publicKey)), 'a wrong answer used it up').toMatchObject(no);
    const theirs = (await byPassword(consoleBrowser(ctx), other.email)).body;
    expect(await answer(two.ceremonyId, other.first.assert({ ...(theirs.publicKey as object), challenge: (two.publicKey as { challenge: string }).challenge })), 'of another person').toMatchObject(no);
    const three = await ask();
    const assertion = first.assert(three.publicKey);
    const both = await Promise.all([answer(three.ceremonyId, assertion), answer(three.ceremonyId, assertion)]);
    expect(both.map(({ status }) => status).sort(), 'once').toEqual([200, 401]);
    const late = await ask();
    ctx.clock.advance(5 * 60 + 1);
    expect(await answer(late.ceremonyId, first.assert(late.publicKey)), 'too late').toMatchObject(no);
    expect(await answer('cer_none', {})).toMatchObject({ status: 400 });
  });

  it('is made within ten minutes of a sign-in, and any other is allowed by one that there is', async () => {
    const { browser, email } = await openTestStore(ctx);
    const [device, thief] = [newDevice(), newDevice()];
    ctx.clock.advance(10 * 60 + 1);
    expect(await browser('POST', '/merchant/passkeys', {})).toMatchObject({ status: 403, body: { details: { error: 'recent_sign_in_required' } } });
    await byPassword(browser, email);
    expect(await add(browser, device)).toMatchObject({ status: 201, body: { passkeyId: expect.stringMatching(/^pk_/) as string } });
    const { ceremonyId, publicKey } = (await browser('POST', '/merchant/passkeys', {})).body as { ceremonyId: string; publicKey: { challenge: string } };
    const forged = thief.register({ ...publicKey, user: { id: 'x' } });
    expect(await browser('POST', '/merchant/passkeys/finish', { ceremonyId, attestation: forged }), 'a session alone adds no other').toMatchObject({ status: 400, body: { errorCode: 'INVALID_PASSKEY' } });
    expect(await add(browser, newDevice(), device)).toMatchObject({ status: 201 });
    const { rows } = await ctx.pool.query<{ subject: string }>(`select payload->>'subject' as subject from outbox_event where topic = 'mail.send' and payload->>'recipient' = $1 and aggregate_id like 'passkey:%'`, [email]);
    expect(rows.map(({ subject }) => subject), 'its person is told').toEqual(['A passkey was added', 'A passkey was added']);
  });

  it('is asked only of who has two, and the last one stays while it is asked', async () => {
    const { browser } = await openTestStore(ctx);
    const [device, another] = [newDevice(), newDevice()];
    expect(await browser('PATCH', '/merchant/passkeys', { secondStep: true })).toMatchObject({ status: 409, body: { errorCode: 'TOO_FEW_PASSKEYS' } });
    const one = String((await add(browser, device)).body.passkeyId);
    expect(await browser('PATCH', '/merchant/passkeys', { secondStep: true })).toMatchObject({ status: 409 });
    const two = String((await add(browser, another, device)).body.passkeyId);
    await browser('PATCH', '/merchant/passkeys', { secondStep: true });
    expect(await browser('DELETE', `/merchant/passkeys/${one}`)).toMatchObject({ status: 200 });
    expect(await browser('DELETE', `/merchant/passkeys/${two}`)).toMatchObject({ status: 409, body: { errorCode: 'LAST_PASSKEY' } });
    await browser('PATCH', '/merchant/passkeys', { secondStep: false });
    expect(await browser('DELETE', `/merchant/passkeys/${two}`)).toMatchObject({ status: 200 });
    expect((await browser('GET', '/merchant/passkeys')).body).toEqual({ passkeys: [], secondStep: false });
  });

  it('that is removed ends every other sign-in, and is nobody else’s to remove', async () => {
    const { browser, email, first } = await guardedOwner();
    const elsewhere = consoleBrowser(ctx);
    const half = (await byPassword(elsewhere, email)).body;
    await elsewhere('POST', '/merchant/auth/second-step', { ceremonyId: half.ceremonyId, assertion: first.assert(half.publicKey) });
    const [{ passkeyId }] = (await browser('GET', '/merchant/passkeys')).body.passkeys as [{ passkeyId: string }];
    const staff = await hireAt(ctx, browser, 'staff');
    expect((await staff.browser('DELETE', `/merchant/passkeys/${passkeyId}`)).status).toBe(404);
    expect(await isIn(elsewhere)).toBe(true);
    await browser('DELETE', `/merchant/passkeys/${passkeyId}`);
    expect(await isIn(elsewhere)).toBe(false);
    expect(await isIn(browser)).toBe(true);
  });

  it('that came before the address was proved goes with that choice when its owner proves it', async () => {
    const squatter = await openTestStore(ctx, { verified: false });
    const [first, second] = [newDevice(), newDevice()];
    await add(squatter.browser, first);
    await add(squatter.browser, second, first);
    await squatter.browser('PATCH', '/merchant/passkeys', { secondStep: true });
    const owner = consoleBrowser(ctx);
    const entered = await owner('POST', '/merchant/auth/magic-link/consume', { challengeToken: await link(owner, squatter.email, 'magic-link') });
    expect(entered.body.next).not.toBe('passkey');
    expect((await owner('GET', '/merchant/passkeys')).body).toEqual({ passkeys: [], secondStep: false });
    expect(await isIn(squatter.browser)).toBe(false);
  });

  it('is asked no more of who lost them all, once an operator took them away: none of them opens anything, every sign-in ends, and a mail says so', async () => {
    const { browser, email, first } = await guardedOwner();
    const half = (await byPassword(consoleBrowser(ctx), email)).body;
    expect(await removeLostPasskeys(ctx, { email })).toMatchObject({ ok: true });
    expect(await isIn(browser)).toBe(false);
    expect(await consoleBrowser(ctx)('POST', '/merchant/auth/second-step', { ceremonyId: half.ceremonyId, assertion: first.assert(half.publicKey) }), 'begun before').toMatchObject({ status: 401 });
    const asked = (await consoleBrowser(ctx)('POST', '/api/account/passkey/sign-in', {})).body;
    expect(await consoleBrowser(ctx)('POST', '/api/account/passkey/sign-in/finish', { ceremony_id: asked.ceremony_id, assertion: first.assert(asked.publicKey) }), 'alone').toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    const again = consoleBrowser(ctx);
    await byPassword(again, email);
    expect(await isIn(again)).toBe(true);
    expect((await again('GET', '/merchant/passkeys')).body).toMatchObject({ passkeys: [], secondStep: false });
    expect(await add(again, newDevice())).toMatchObject({ status: 201 });
    const { rows } = await ctx.pool.query<{ subject: string }>(`select payload->>'subject' as subject from outbox_event where topic = 'mail.send' and payload->>'recipient' = $1 order by id desc limit 2`, [email]);
    expect(rows.map(({ subject }) => subject)).toEqual(['A passkey was added', 'Your passkeys were removed']);
  });

  it('of who holds a wallet is no operator’s to take away', async () => {
    const { userId } = (await makeOwner(ctx)).agent;
    const email = (await ctx.pool.query<{ email: string }>('select email from app_user where id = $1', [userId])).rows[0]?.email ?? '';
    const before = await ctx.pool.query('select id from passkey order by id');
    expect(await removeLostPasskeys(ctx, { email })).toEqual({ ok: false, error: { code: 'has_wallet' } });
    expect(await removeLostPasskeys(ctx, { email: 'nobody@store.example' })).toEqual({ ok: false, error: { code: 'person_not_found' } });
    expect((await ctx.pool.query('select id from passkey order by id')).rows).toEqual(before.rows);
  });
});
