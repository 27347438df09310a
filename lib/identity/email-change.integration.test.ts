import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findAgent } from '@/lib/agent';
import { ACCOUNT_SECRET, browserOf, mailsTo, PASSWORD, signInAgain, signUpOwner, valueOf, type AccountBrowser, type AccountOwner } from '@/lib/testing/account';
import { makeAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { beginSignUp, findRecovery, findSession, loadSecurityView, requestRecovery, signInWithPassword, startRecovery } from './index';

const DAY_SECONDS = 24 * 60 * 60;
const LOCAL = '127.0.0.1';
let ctx: TestCtx;
let owner: AccountOwner;
let browser: AccountBrowser;
let sequence = 0;

beforeAll(() => void vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET));
afterAll(() => void vi.unstubAllEnvs());
beforeEach(async () => {
  ctx = await testCtx({ now: new Date() }); // a cookie's expiry is held against the real clock
  owner = await signUpOwner(ctx);
  browser = await browserOf(ctx, owner);
});

const newAddress = (): string => `changed-${(sequence += 1)}@owner.example`;

async function askAndConfirm(email: string, by: { owner: AccountOwner; browser: AccountBrowser } = { owner, browser }) {
  const asked = await by.browser('PATCH', '/api/account/email', { email });
  const confirmed = await by.browser('POST', '/api/account/email/confirm', { assertion: by.owner.authenticator.assert(asked.body.publicKey) });
  return { asked, confirmed };
}

const addressNow = async () => (await loadSecurityView(ctx, owner)).email;
const linkTo = async (email: string): Promise<string> => /(\/api\/account\/verify-email\S+)/.exec((await mailsTo(ctx, email)).at(-1)?.text ?? '')?.[1] ?? '';
const undoToken = async (email = owner.email): Promise<string> =>
  (await mailsTo(ctx, email)).map(({ text }) => /\/undo-email#(eu_\w{43})/.exec(text)?.[1]).filter((token) => token !== undefined).at(-1) ?? '';

describe('a new email address', () => {
  it('waits for the passkey, then for its own reader, signed in; the old one is told', async () => {
    const email = newAddress();
    const { asked, confirmed } = await askAndConfirm(` ${email.toUpperCase()} `);
    expect(asked).toMatchObject({ status: 428, body: { content: { type: 'email', before: owner.email, after: email } } });
    expect(confirmed.status).toBe(202);
    expect(await loadSecurityView(ctx, owner)).toMatchObject({ email: owner.email, waitingEmail: email });
    expect((await mailsTo(ctx, owner.email)).at(-1)?.subject).toBe('Your email address is being changed');
    expect((await mailsTo(ctx, owner.email)).at(-1)?.text, 'the new address is not told to who reads the old one').not.toContain(email);

    const stranger = await browserOf(ctx, await signUpOwner(ctx));
    expect((await stranger('GET', await linkTo(email))).headers.get('location')).toMatch(/\/sign-in/);
    expect(await addressNow()).toBe(owner.email);
    expect((await browser('GET', await linkTo(email))).headers.get('location')).toBe('http://localhost:3000/wallet');
    expect(await loadSecurityView(ctx, owner)).toMatchObject({ email, emailVerified: true, waitingEmail: null });
    expect((await signInWithPassword(ctx, { email, password: PASSWORD, clientAddress: LOCAL, replaces: null })).ok).toBe(true);
    expect((await signInWithPassword(ctx, { email: owner.email, password: PASSWORD, clientAddress: LOCAL, replaces: null })).ok).toBe(false);
  });

  it('is refused without the owner\'s passkey over exactly this address', async () => {
    const first = await browser('PATCH', '/api/account/email', { email: newAddress() });
    const outdated = owner.authenticator.assert(first.body.publicKey);
    const second = await browser('PATCH', '/api/account/email', { email: newAddress() });
    const stranger = await signUpOwner(ctx);
    const foreign = stranger.authenticator.assert({ ...(second.body.publicKey as object), allowCredentials: [] });
    for (const assertion of [outdated, foreign, {}]) {
      expect(await browser('POST', '/api/account/email/confirm', { assertion })).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    }
    expect(await browser('PATCH', '/api/account/email', { email: 'no address' })).toMatchObject({ status: 400, body: { param: '$.email' } });
    expect(await browser('PATCH', '/api/account/email', { email: owner.email })).toMatchObject({ status: 400, body: { param: '$.email' } });
    expect(await loadSecurityView(ctx, owner)).toMatchObject({ email: owner.email, waitingEmail: null });
  });

  it('never becomes the owner\'s by a link that is a day old, or that a later change replaced', async () => {
    const [late, replaced, last] = [newAddress(), newAddress(), newAddress()];
    await askAndConfirm(late);
    ctx.clock.advance(DAY_SECONDS);
    expect(await browser('GET', await linkTo(late))).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    await askAndConfirm(replaced);
    await askAndConfirm(last);
    expect(await browser('GET', await linkTo(replaced))).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect(await addressNow()).toBe(owner.email);
  });

  it('answers the same whether somebody has it or not, and tells that person instead of linking', async () => {
    const holder = await signUpOwner(ctx);
    const [taken, free] = [await askAndConfirm(holder.email), await askAndConfirm(newAddress())];
    expect(taken.asked.status).toBe(free.asked.status);
    expect(Object.keys(taken.asked.body)).toEqual(Object.keys(free.asked.body));
    expect([taken.confirmed.status, taken.confirmed.body]).toEqual([free.confirmed.status, free.confirmed.body]);
    expect((await mailsTo(ctx, holder.email)).at(-1)).toMatchObject({ subject: 'Your email address is in use already', text: expect.not.stringContaining('token=') });
  });

  it('stays with whoever signed up with it before its link was opened', async () => {
    const email = newAddress();
    await askAndConfirm(email);
    const link = await linkTo(email);
    await ctx.pool.query(`insert into app_user (id, email, display_name, password_hash, created_at) values ($1, $2, 'x', 'x', now())`, [`usr_${email}`, email]);
    expect(await browser('GET', link)).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect(await addressNow()).toBe(owner.email);
  });

  it('ends what was mailed to the old one and had not begun: its reader recovers nothing', async () => {
    valueOf(await requestRecovery(ctx, { email: owner.email, clientAddress: LOCAL }));
    const token = /#(rc_\w{43})/.exec((await mailsTo(ctx, owner.email)).at(-1)?.text ?? '')?.[1] ?? '';
    const email = newAddress();
    await askAndConfirm(email);
    await browser('GET', await linkTo(email));
    expect(await startRecovery(ctx, { token })).toMatchObject({ ok: false, error: { code: 'invalid_token' } });
  });

  it('is mailed to five times an hour', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await askAndConfirm(newAddress())).confirmed.status).toBe(202);
    expect((await askAndConfirm(newAddress())).confirmed).toMatchObject({ status: 429, body: { error: 'rate_limited' } });
  });
});

describe('the reader of the old address', () => {
  it('takes it back within a week: everyone is signed out, agents are paused, a recovery ends, both addresses are told', async () => {
    const email = newAddress();
    const agent = await makeAgent(ctx, { wallet: owner });
    await askAndConfirm(email);
    await browser('GET', await linkTo(email));
    valueOf(await requestRecovery(ctx, { email, clientAddress: LOCAL }));
    valueOf(await startRecovery(ctx, { token: /#(rc_\w{43})/.exec((await mailsTo(ctx, email)).at(-1)?.text ?? '')?.[1] ?? '' }));
    const other = valueOf(await signInWithPassword(ctx, { email, password: PASSWORD, clientAddress: LOCAL, replaces: null })).sessionId;
    ctx.clock.advance(7 * DAY_SECONDS);
    const anyone = await browserOf(ctx, { userId: 'usr_none', sessionId: 'ses_none' });
    const token = await undoToken();
    expect((await anyone('POST', '/api/account/email/undo', { token })).status).toBe(200);
    expect(await addressNow()).toBe(owner.email);
    expect(await findSession(ctx, other)).toBeNull();
    expect((await findAgent(ctx, agent.agentId))?.status).toBe('suspended');
    expect(await findRecovery(ctx, owner.userId)).toBeNull();
    for (const address of [owner.email, email]) expect((await mailsTo(ctx, address)).at(-1)?.subject).toBe('The change of your email address was undone');
    expect(await anyone('POST', '/api/account/email/undo', { token }), 'once').toMatchObject({ status: 400, body: { error: 'invalid_token' } });
  });

  it('takes it back although it was changed twice, and although the change was not applied yet', async () => {
    const [first, second] = [newAddress(), newAddress()];
    await askAndConfirm(first);
    await browser('GET', await linkTo(first));
    await askAndConfirm(second);
    const link = await linkTo(second);
    expect((await browser('POST', '/api/account/email/undo', { token: await undoToken() })).status).toBe(200);
    expect(await addressNow()).toBe(owner.email);
    const again = await browserOf(ctx, { ...owner, sessionId: await signInAgain(ctx, owner) });
    expect(await again('GET', link)).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect(await addressNow()).toBe(owner.email);
  });

  it('finds it free: nobody signs up with it or moves to it for that week', async () => {
    const email = newAddress();
    await askAndConfirm(email);
    await browser('GET', await linkTo(email));
    const signUp = () => beginSignUp(ctx, { email: owner.email, password: PASSWORD, displayName: 'Squatter', timeZone: null, clientAddress: LOCAL });
    expect(await signUp()).toMatchObject({ ok: false, error: { code: 'email_taken' } });
    const stranger = await signUpOwner(ctx);
    const theirs = { owner: stranger, browser: await browserOf(ctx, stranger) };
    await askAndConfirm(owner.email, theirs);
    expect((await mailsTo(ctx, owner.email)).at(-1)?.subject).toBe('Your email address is in use already');
    ctx.clock.advance(8 * DAY_SECONDS);
    expect((await signUp()).ok).toBe(true);
  });

  it('has no such link where the address was never proved, after its week, or with a token that nobody was sent', async () => {
    const unproved = await signUpOwner(ctx, { verified: false });
    await askAndConfirm(newAddress(), { owner: unproved, browser: await browserOf(ctx, unproved) });
    expect(await undoToken(unproved.email)).toBe('');
    await askAndConfirm(newAddress());
    const token = await undoToken();
    ctx.clock.advance(8 * DAY_SECONDS);
    expect(await browser('POST', '/api/account/email/undo', { token })).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect(await browser('POST', '/api/account/email/undo', { token: `eu_${'0'.repeat(43)}` })).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect(await browser('POST', '/api/account/email/undo', { token: 'x' })).toMatchObject({ status: 400, body: { error: 'invalid_request', param: '$.token' } });
  });
});
