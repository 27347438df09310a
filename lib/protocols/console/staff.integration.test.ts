import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { requestDeletion } from '@/lib/account';
import { ACCOUNT_SECRET, mailsTo, signUpOwner } from '@/lib/testing/account';
import { consoleBrowser, hireAt, newAddress, openTestStore, STORE_PASSWORD as PASSWORD, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

let ctx: TestCtx;
beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date() });
});
afterAll(() => void vi.unstubAllEnvs());

const coded = (errorCode: string) => ({ error: expect.any(String) as string, errorCode, retryable: false });
const invite = (owner: ConsoleBrowser, email: string, role = 'staff') => owner('POST', '/merchant/staff/invitations', { email, role });
const accept = (browser: ConsoleBrowser, challengeToken: unknown, more: object = {}) =>
  browser('POST', '/merchant/staff/invitations/accept', { challengeToken, displayName: 'Kim', password: PASSWORD, ...more });
const membersOf = async (owner: ConsoleBrowser) => (await owner('GET', '/merchant/staff/members')).body.members as { memberId: string; email: string; role: string; displayName: string }[];

describe('an invitation', () => {
  it('is mailed, makes its reader a member and signs them in', async () => {
    const { browser: owner, merchantId } = await openTestStore(ctx, { name: 'Chez Nadia' });
    const [browser, email] = [consoleBrowser(ctx), newAddress()];
    const invited = await invite(owner, email.toUpperCase(), 'manager');
    expect(invited).toMatchObject({ status: 201, body: { invitationId: expect.stringMatching(/^inv_/) as string, email, role: 'manager' } });
    const [mail] = await mailsTo(ctx, email);
    expect(mail?.subject).toBe('Work at Chez Nadia');
    expect(mail?.text).toContain(`http://localhost:3000/invite/${String(invited.body.challengeToken)}`);
    expect(await accept(browser, invited.body.challengeToken)).toMatchObject({ status: 200, body: { next: 'launchpad' } });
    expect((await browser('GET', '/merchant/session')).body).toMatchObject({ user: { email, displayName: 'Kim' }, role: 'manager' });
    expect((await membersOf(owner)).map(({ role }) => role)).toEqual(['owner', 'manager']);
    expect((await owner('GET', '/merchant/staff/invitations')).body).toEqual({ invitations: [] });
    expect((await ctx.pool.query('select 1 from merchant_member where merchant_id = $1', [merchantId])).rows).toHaveLength(2);
  });

  it('is used once, whoever are many that accept at the same moment', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const { challengeToken } = (await invite(owner, newAddress())).body;
    const answers = await Promise.all(Array.from({ length: 4 }, () => accept(consoleBrowser(ctx), challengeToken)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
    expect(await accept(consoleBrowser(ctx), challengeToken)).toMatchObject({ status: 400, body: coded('INVALID_CHALLENGE') });
    expect(await membersOf(owner)).toHaveLength(2);
  });

  it('is worth nothing once it was taken back, replaced or a week old', async () => {
    const moving = await testCtx({ now: new Date() });
    const { browser: owner } = await openTestStore(moving);
    const email = newAddress();
    const first = (await invite(owner, email)).body;
    const second = (await invite(owner, email, 'owner')).body;
    expect((await owner('GET', '/merchant/staff/invitations')).body.invitations).toMatchObject([{ invitationId: second.invitationId, email, role: 'owner' }]);
    expect((await accept(consoleBrowser(moving), first.challengeToken)).status).toBe(400);
    expect((await owner('DELETE', `/merchant/staff/invitations/${String(second.invitationId)}`)).status).toBe(200);
    expect(await owner('DELETE', `/merchant/staff/invitations/${String(second.invitationId)}`)).toMatchObject({ status: 404, body: coded('NOT_FOUND') });
    expect((await accept(consoleBrowser(moving), second.challengeToken)).status).toBe(400);
    const third = (await invite(owner, email)).body;
    moving.clock.advance(7 * 24 * 60 * 60);
    expect((await accept(consoleBrowser(moving), third.challengeToken)).status).toBe(400);
  });

  it('needs an inviter whose address is proved, and an address that is not at the store', async () => {
    const unproved = await openTestStore(ctx, { verified: false });
    expect(await invite(unproved.browser, newAddress())).toMatchObject({ status: 403, body: coded('EMAIL_UNVERIFIED') });
    const { browser: owner, email } = await openTestStore(ctx);
    expect(await invite(owner, email)).toMatchObject({ status: 409, body: coded('ALREADY_MEMBER') });
    expect(await invite(owner, 'nobody')).toMatchObject({ status: 400, body: { details: { param: '$.email' } } });
    expect(await invite(owner, newAddress(), 'admin')).toMatchObject({ status: 400, body: { details: { param: '$.role' } } });
  });

  it('asks an account that is there for its own password, and leaves its name', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const wallet = await signUpOwner(ctx);
    const { challengeToken } = (await invite(owner, wallet.email)).body;
    expect(await accept(consoleBrowser(ctx), challengeToken, { password: 'a password of my own' })).toMatchObject({ status: 401, body: coded('INVALID_CREDENTIALS') });
    expect((await accept(consoleBrowser(ctx), challengeToken)).status).toBe(200);
    expect((await membersOf(owner)).map(({ displayName }) => displayName)).toEqual(['', 'Ada']);
  });

  it('lets its reader take over an account that somebody else made with the address', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const stranger = await openTestStore(ctx, { verified: false });
    const { challengeToken } = (await invite(owner, stranger.email)).body;
    // That account has a store already, which it keeps: one account works at one store.
    expect(await accept(consoleBrowser(ctx), challengeToken, { password: 'a password of my own' })).toMatchObject({ status: 409, body: coded('WORKS_ELSEWHERE') });
    expect((await stranger.browser('GET', '/merchant/session')).status, 'a refusal changes nothing').toBe(200);
  });

  it('is not used up by a refusal', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const { challengeToken } = (await invite(owner, newAddress())).body;
    expect((await accept(consoleBrowser(ctx), challengeToken, { password: 'short' })).body.details).toEqual({ param: '$.password' });
    expect((await accept(consoleBrowser(ctx), challengeToken, { displayName: ' ' })).body.details).toEqual({ param: '$.displayName' });
    expect((await accept(consoleBrowser(ctx), challengeToken)).status).toBe(200);
  });

  it('is counted: thirty an hour of one store', async () => {
    const { browser: owner } = await openTestStore(ctx);
    let last = 0;
    for (let count = 0; count < 31; count += 1) last = (await invite(owner, newAddress())).status;
    expect(last).toBe(429);
  });
});

describe('the people of a store', () => {
  it('have another role from their next request on', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const kim = await hireAt(ctx, owner, 'staff');
    expect((await kim.browser('GET', '/merchant/workspace')).status).toBe(403);
    expect(await owner('PATCH', `/merchant/staff/members/${kim.userId}`, { role: 'manager' })).toMatchObject({ status: 200, body: { memberId: kim.userId, role: 'manager' } });
    expect((await kim.browser('GET', '/merchant/workspace')).status).toBe(200);
  });

  it('are signed out at once when they are removed, and forgotten where nothing of the account is left to use', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const kim = await hireAt(ctx, owner, 'staff');
    expect((await owner('DELETE', `/merchant/staff/members/${kim.userId}`)).status).toBe(200);
    expect((await kim.browser('GET', '/merchant/session')).status).toBe(401);
    expect((await kim.browser('POST', '/merchant/auth/password/sign-in', { email: kim.email, password: PASSWORD })).status).toBe(401);
    const { rows } = await ctx.pool.query('select email, display_name from app_user where id = $1', [kim.userId]);
    expect(rows).toEqual([{ email: `erased:${kim.userId}`, display_name: 'Erased' }]);
    expect((await ctx.pool.query('select 1 from sign_in_session where user_id = $1', [kim.userId])).rows).toEqual([]);
    expect(await owner('DELETE', `/merchant/staff/members/${kim.userId}`)).toMatchObject({ status: 404, body: coded('NOT_FOUND') });
  });

  it('keep a wallet that they have, which they may delete from then on', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const wallet = await signUpOwner(ctx);
    await accept(consoleBrowser(ctx), (await invite(owner, wallet.email)).body.challengeToken);
    expect(await requestDeletion(ctx, wallet)).toMatchObject({ ok: false, error: { code: 'works_for_merchant' } });
    await owner('DELETE', `/merchant/staff/members/${wallet.userId}`);
    expect(await requestDeletion(ctx, wallet)).toMatchObject({ ok: true });
    expect((await consoleBrowser(ctx)('POST', '/merchant/auth/password/sign-in', { email: wallet.email, password: PASSWORD })).body.next).toBe('wallet');
  });

  it('always have an owner among them', async () => {
    const { browser: owner, userId } = await openTestStore(ctx);
    expect(await owner('DELETE', `/merchant/staff/members/${userId}`)).toMatchObject({ status: 409, body: coded('LAST_OWNER') });
    expect(await owner('PATCH', `/merchant/staff/members/${userId}`, { role: 'manager' })).toMatchObject({ status: 409, body: coded('LAST_OWNER') });
    const other = await hireAt(ctx, owner, 'owner');
    const answers = await Promise.all([owner('DELETE', `/merchant/staff/members/${other.userId}`), other.browser('DELETE', `/merchant/staff/members/${userId}`)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('of another store are nobody', async () => {
    const [{ browser: owner }, other] = [await openTestStore(ctx), await openTestStore(ctx)];
    expect(await owner('PATCH', `/merchant/staff/members/${other.userId}`, { role: 'staff' })).toMatchObject({ status: 404, body: coded('NOT_FOUND') });
    expect((await owner('DELETE', `/merchant/staff/members/${other.userId}`)).status).toBe(404);
    expect((await other.browser('GET', '/merchant/session')).body.role).toBe('owner');
  });
});
