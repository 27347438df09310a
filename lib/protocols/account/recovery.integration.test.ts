import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteExpiredSignIns, findSession, ownerPasskeys, signInWithTicket } from '@/lib/identity';
import { ACCOUNT_SECRET, browserOf, deviceOf, mailsTo, signUpOwner, type AccountBrowser, type AccountOwner } from '@/lib/testing/account';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

const DAY_SECONDS = 24 * 60 * 60;
let ctx: TestCtx;
let owner: AccountOwner;
let anyone: AccountBrowser;

beforeAll(() => void vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET));
afterAll(() => void vi.unstubAllEnvs());
beforeEach(async () => {
  ctx = await testCtx({ now: new Date() });
  owner = await signUpOwner(ctx);
  anyone = await browserOf(ctx, { userId: 'usr_none', sessionId: 'ses_none' });
});

const STEPS = ['status', 'start', 'cancel', 'passkey'] as const;
const step = (name: string, body: object) => anyone('POST', `/api/account/recovery/${name}`, body);
const INVALID = { status: 400, body: { error: 'invalid_token' } };

async function askForToken(email = owner.email): Promise<string> {
  await anyone('POST', '/api/account/recovery', { email });
  return /#(rc_\w{43})/.exec((await mailsTo(ctx, email)).at(-1)?.text ?? '')?.[1] ?? '';
}

async function readyToken(): Promise<string> {
  const token = await askForToken();
  await step('start', { token });
  ctx.clock.advance(DAY_SECONDS);
  return token;
}

const isKept = async (): Promise<boolean> => (await ctx.pool.query('select 1 from passkey_recovery where user_id = $1', [owner.userId])).rows.length > 0;

describe('the recovery endpoints', () => {
  it('answer the same for an address that is known, unknown or none', async () => {
    const answers = await Promise.all(['known', 'unknown', 'none'].map((which) => anyone('POST', '/api/account/recovery', { email: which === 'known' ? owner.email : which })));
    for (const { status, body, headers } of answers) expect([status, body, headers.get('cache-control')]).toEqual([202, {}, 'no-store']);
  });

  it('lead from the link to a ticket that signs in, a day later', async () => {
    const token = await askForToken();
    expect(await step('status', { token })).toMatchObject({ status: 200, body: { status: 'link' } });
    const started = await step('start', { token });
    expect(started).toMatchObject({ status: 200, body: { ready_at: new Date(ctx.clock.now().getTime() + DAY_SECONDS * 1000).toISOString() } });
    expect(await step('start', { token }), 'again, it answers the same').toMatchObject({ status: 200, body: started.body });
    expect(await step('passkey', { token })).toMatchObject({ status: 409, body: { error: 'recovery_not_ready' } });
    ctx.clock.advance(DAY_SECONDS);
    expect(await step('status', { token })).toMatchObject({ status: 200, body: { status: 'ready' } });
    const asked = await step('passkey', { token });
    const body = { token, ceremony_id: asked.body.ceremony_id, attestation: deviceOf(ctx).register(asked.body.publicKey) };
    const finished = await step('finish', body);
    expect(finished.status).toBe(200);
    expect((await signInWithTicket(ctx, { ticket: String(finished.body.ticket), clientAddress: '127.0.0.1', replaces: null })).ok).toBe(true);
    expect(await findSession(ctx, owner.sessionId)).toBeNull();
    expect(await step('finish', body), 'once').toMatchObject(INVALID);
    for (const name of STEPS) expect(await step(name, { token })).toMatchObject(INVALID);
  });

  it('do nothing for a link that is expired before it started, a week after it was ready, cancelled, or nobody\'s', async () => {
    const unstarted = await askForToken();
    ctx.clock.advance(60 * 60);
    for (const name of STEPS) expect(await step(name, { token: unstarted })).toMatchObject(INVALID);
    const overdue = await readyToken();
    ctx.clock.advance(7 * DAY_SECONDS);
    for (const name of STEPS) expect(await step(name, { token: overdue })).toMatchObject(INVALID);
    const cancelled = await readyToken();
    expect(await step('cancel', { token: cancelled })).toMatchObject({ status: 200, body: {} });
    for (const name of STEPS) expect(await step(name, { token: cancelled })).toMatchObject(INVALID);
    for (const name of STEPS) expect(await step(name, { token: `rc_${'0'.repeat(43)}` })).toMatchObject(INVALID);
    expect(await ownerPasskeys.list(ctx, owner.walletId)).toHaveLength(1);
  });

  it('let a second link begin nothing beside the first, and let no link reach another person', async () => {
    const [first, second] = [await askForToken(), await askForToken()];
    await step('start', { token: first });
    expect(await step('start', { token: second })).toMatchObject({ status: 409, body: { error: 'recovery_under_way' } });
    const stranger = await signUpOwner(ctx);
    const theirs = await askForToken(stranger.email);
    await step('start', { token: theirs });
    ctx.clock.advance(DAY_SECONDS);
    const asked = await step('passkey', { token: theirs });
    const attestation = deviceOf(ctx).register(asked.body.publicKey);
    expect(await step('finish', { token: first, ceremony_id: asked.body.ceremony_id, attestation })).toMatchObject({ status: 400, body: { error: 'invalid_attestation' } });
    expect(await ownerPasskeys.list(ctx, owner.walletId)).toHaveLength(1);
  });

  it('let the signed-in owner alone cancel without the link, and nobody twice', async () => {
    await readyToken();
    const [mine, stranger] = [await browserOf(ctx, owner), await browserOf(ctx, await signUpOwner(ctx))];
    expect(await anyone('POST', '/api/account/passkeys/keep', {})).toMatchObject({ status: 401 });
    expect(await stranger('POST', '/api/account/passkeys/keep', {})).toMatchObject({ status: 409, body: { error: 'no_recovery' } });
    expect(await mine('POST', '/api/account/passkeys/keep', {})).toMatchObject({ status: 200 });
    expect(await mine('POST', '/api/account/passkeys/keep', {})).toMatchObject({ status: 409, body: { error: 'no_recovery' } });
  });
});

describe('the job that clears away what expired', () => {
  it('deletes recovery links that started nothing, an hour after their time, and keeps what began', async () => {
    await askForToken();
    ctx.clock.advance(2 * 60 * 60);
    await deleteExpiredSignIns(ctx);
    expect(await isKept(), 'not before').toBe(true);
    ctx.clock.advance(1);
    await deleteExpiredSignIns(ctx);
    expect(await isKept()).toBe(false);
    await readyToken();
    ctx.clock.advance(30 * DAY_SECONDS);
    await deleteExpiredSignIns(ctx);
    expect(await isKept(), 'a recovery that began is the owner\'s to know of').toBe(true);
  });
});
