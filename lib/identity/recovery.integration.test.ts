import { beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedAgent, findAgent, parseLimits } from '@/lib/agent';
import { createAuthenticator } from '@/lib/testing/software-authenticator';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import {
  allowAnotherPasskey, beginAnotherPasskey, beginPasskeySignIn, beginRecoveredPasskey, beginSignUp, cancelRecovery, cancelRecoveryByLink,
  findRecovery, findRecoveryByLink, findSession, finishPasskey, finishPasskeySignIn, finishRecovery, finishSignUp, ownerPasskeys, requestRecovery, signInWithPassword, signInWithTicket, startRecovery,
} from './index';

const HOME = { origin: 'http://localhost:3000', rpId: 'localhost' };
const LOCAL = '127.0.0.1';
const DAY_SECONDS = 24 * 60 * 60;
let base: TestCtx;
let sequence = 0;
beforeAll(async () => {
  base = await testCtx();
});

function value<T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function newOwner(verified = true) {
  const ctx = await testCtx();
  const email = `lost-${(sequence += 1)}@example.com`;
  const authenticator = createAuthenticator(HOME);
  const person = { email, password: 'correct horse battery', displayName: 'Ada', timeZone: null, clientAddress: LOCAL };
  const { signUpId, publicKey } = value(await beginSignUp(ctx, person));
  const { ticket } = value(await finishSignUp(ctx, { signUpId, attestation: authenticator.register(publicKey) }));
  const { userId, sessionId } = value(await signInWithTicket(ctx, { ticket, clientAddress: LOCAL, replaces: null }));
  const walletId = (await findSession(ctx, sessionId))?.walletId ?? '';
  if (verified) await ctx.pool.query('update app_user set email_verified_at = now() where id = $1', [userId]);
  return { ctx, email, authenticator, userId, sessionId, walletId };
}

const mailsTo = async (email: string): Promise<{ subject: string; text: string }[]> =>
  (
    await base.pool.query<{ payload: { subject: string; text: string } }>(
      `select payload from outbox_event where topic = 'mail.send' and payload->>'recipient' = $1 order by id`,
      [email],
    )
  ).rows.map(({ payload }) => payload);

async function askForToken(ctx: TestCtx, email: string): Promise<string> {
  value(await requestRecovery(ctx, { email, clientAddress: LOCAL }));
  const text = (await mailsTo(email)).filter(({ subject }) => subject === 'Recover your passkey').at(-1)?.text ?? '';
  return /#(rc_\w{43})/.exec(text)?.[1] ?? '';
}

async function readyRecovery() {
  const owner = await newOwner();
  const token = await askForToken(owner.ctx, owner.email);
  value(await startRecovery(owner.ctx, { token }));
  owner.ctx.clock.advance(DAY_SECONDS);
  return { ...owner, token };
}

async function finish(ctx: TestCtx, token: string, authenticator = createAuthenticator(HOME)) {
  const { ceremonyId, publicKey } = value(await beginRecoveredPasskey(ctx, { token }));
  return finishRecovery(ctx, { token, ceremonyId, attestation: authenticator.register(publicKey) });
}

describe('asking for a recovery', () => {
  it('answers the same for an address that is unknown or known, and mails the known one alone', async () => {
    const { ctx, email } = await newOwner();
    for (const address of [email, 'nobody@example.com', 'no address']) {
      expect(await requestRecovery(ctx, { email: address, clientAddress: LOCAL })).toEqual({ ok: true, value: null });
    }
    expect((await mailsTo(email)).map(({ subject }) => subject)).toContain('Recover your passkey');
    expect(await mailsTo('nobody@example.com')).toEqual([]);
  });

  it('is throttled by account, known or not', async () => {
    const ctx = await testCtx();
    const ask = () => requestRecovery(ctx, { email: 'unknown@example.com', clientAddress: '203.0.113.7' });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await ask()).ok).toBe(true);
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
  });

  it('keeps no token that could be read, and its link starts nothing after an hour', async () => {
    const { ctx, email, userId } = await newOwner();
    const token = await askForToken(ctx, email);
    const { rows } = await ctx.pool.query<{ row: string }>('select r::text as row from passkey_recovery r where user_id = $1', [userId]);
    expect(rows[0]?.row).not.toContain(token);
    ctx.clock.advance(60 * 60);
    expect(await startRecovery(ctx, { token })).toMatchObject({ ok: false, error: { code: 'invalid_token' } });
  });
});

describe('a recovery under way', () => {
  it('tells the owner, and makes no passkey before 24 hours are over', async () => {
    const { ctx, email, userId } = await newOwner();
    const token = await askForToken(ctx, email);
    expect(await findRecoveryByLink(ctx, { token })).toEqual({ ok: true, value: { status: 'link' } });
    expect(await beginRecoveredPasskey(ctx, { token })).toMatchObject({ ok: false, error: { code: 'recovery_not_ready' } });
    const { readyAt } = value(await startRecovery(ctx, { token }));
    expect(value(await startRecovery(ctx, { token })).readyAt).toEqual(readyAt);
    expect((await mailsTo(email)).filter(({ subject }) => subject.includes('24 hours'))).toHaveLength(1);
    ctx.clock.advance(DAY_SECONDS - 1);
    expect(await beginRecoveredPasskey(ctx, { token })).toMatchObject({ ok: false, error: { code: 'recovery_not_ready' } });
    ctx.clock.advance(1);
    expect(await findRecovery(ctx, userId)).toEqual({ status: 'ready', readyAt });
    expect((await beginRecoveredPasskey(ctx, { token })).ok).toBe(true);
  });

  it('begins once when two links are followed at the same moment', async () => {
    const { ctx, email } = await newOwner();
    const tokens = [await askForToken(ctx, email), await askForToken(ctx, email)];
    const started = await Promise.all(tokens.map((token) => startRecovery(ctx, { token })));
    expect(started.map((one) => (one.ok ? 'started' : one.error.code)).sort()).toEqual(['recovery_under_way', 'started']);
  });

  it('pauses every agent', async () => {
    const { ctx, email, walletId } = await newOwner();
    const limits = value(parseLimits([{ currency: 'CAD', per_transaction: '10', daily: '20', monthly: '30' }]));
    const { agentId } = await createConfirmedAgent(ctx, { walletId, name: 'Shopper', description: '', permissions: ['initiate_purchase'], limits });
    value(await startRecovery(ctx, { token: await askForToken(ctx, email) }));
    expect((await findAgent(ctx, agentId))?.status).toBe('suspended');
  });

  it.each(['by the link', 'by the signed-in owner'])('ends when it is cancelled %s, and its link does nothing more', async (way) => {
    const { ctx, token, userId, walletId } = await readyRecovery();
    const passkeys = await ownerPasskeys.list(ctx, walletId);
    const cancelled = way === 'by the link' ? await cancelRecoveryByLink(ctx, { token }) : await cancelRecovery(ctx, { userId });
    expect(cancelled.ok).toBe(true);
    expect(await beginRecoveredPasskey(ctx, { token })).toMatchObject({ ok: false, error: { code: 'invalid_token' } });
    expect(await cancelRecovery(ctx, { userId })).toMatchObject({ ok: false, error: { code: 'no_recovery' } });
    expect(await ownerPasskeys.list(ctx, walletId)).toEqual(passkeys);
  });
});

describe('the first who proves an address', () => {
  it('purges the password, passkeys, sessions and tickets that were set up without that proof, and waits the day all the same', async () => {
    const { ctx, email, authenticator, sessionId, walletId, userId } = await newOwner(false);
    const signIn = value(await beginPasskeySignIn(ctx, { clientAddress: LOCAL }));
    const { ticket } = value(await finishPasskeySignIn(ctx, { ceremonyId: signIn.ceremonyId, assertion: authenticator.assert(signIn.publicKey) }));
    const token = await askForToken(ctx, email);
    expect(await findSession(ctx, sessionId), 'asking alone proves nothing').not.toBeNull();
    value(await startRecovery(ctx, { token }));

    expect(await ownerPasskeys.list(ctx, walletId)).toEqual([]);
    expect(await findSession(ctx, sessionId)).toBeNull();
    expect((await signInWithTicket(ctx, { ticket, clientAddress: LOCAL, replaces: null })).ok).toBe(false);
    const withPassword = { email, password: 'correct horse battery', clientAddress: LOCAL, replaces: null };
    expect(await signInWithPassword(ctx, withPassword)).toMatchObject({ error: { code: 'invalid_credentials' } });
    expect((await finish(ctx, token).catch((error: Error) => error.message))).toBe('recovery_not_ready');
    ctx.clock.advance(DAY_SECONDS);
    const fresh = value(await finish(ctx, token));
    expect(value(await signInWithTicket(ctx, { ticket: fresh.ticket, clientAddress: LOCAL, replaces: null })).userId).toBe(userId);
  });

  it('purges nothing of a person who had proved it before', async () => {
    const { ctx, email, sessionId, walletId } = await newOwner();
    value(await startRecovery(ctx, { token: await askForToken(ctx, email) }));
    expect(await ownerPasskeys.list(ctx, walletId)).toHaveLength(1);
    expect(await findSession(ctx, sessionId)).not.toBeNull();
    const withPassword = { email, password: 'correct horse battery', clientAddress: LOCAL, replaces: null };
    expect((await signInWithPassword(ctx, withPassword)).ok).toBe(true);
  });
});

describe('finishing a recovery', () => {
  it('leaves the new passkey alone: old passkeys, sessions and enrolments under way are worth nothing', async () => {
    const { ctx, token, userId, sessionId, walletId, authenticator } = await readyRecovery();
    const asked = value(await beginAnotherPasskey(ctx, { userId }));
    const allowed = value(await allowAnotherPasskey(ctx, { userId, ceremonyId: asked.ceremonyId, assertion: authenticator.assert(asked.publicKey) }));
    const fresh = createAuthenticator(HOME);
    const { ticket } = value(await finish(ctx, token, fresh));

    expect((await ownerPasskeys.list(ctx, walletId)).map(({ credentialId }) => credentialId)).toEqual(fresh.credentialIds);
    expect(await findSession(ctx, sessionId)).toBeNull();
    const attestation = createAuthenticator(HOME).register(allowed.publicKey);
    expect((await finishPasskey(ctx, { userId, ceremonyId: allowed.ceremonyId, attestation })).ok).toBe(false);
    const signIn = value(await beginPasskeySignIn(ctx, { clientAddress: LOCAL }));
    const assertion = authenticator.assert(signIn.publicKey);
    expect((await finishPasskeySignIn(ctx, { ceremonyId: signIn.ceremonyId, assertion })).ok).toBe(false);
    expect((await signInWithTicket(ctx, { ticket, clientAddress: LOCAL, replaces: null })).ok).toBe(true);
  });

  it('happens once, also when it is asked for twice at the same moment', async () => {
    const { ctx, token, walletId } = await readyRecovery();
    const begun = [value(await beginRecoveredPasskey(ctx, { token })), value(await beginRecoveredPasskey(ctx, { token }))];
    const finished = await Promise.all(
      begun.map(({ ceremonyId, publicKey }) =>
        finishRecovery(ctx, { token, ceremonyId, attestation: createAuthenticator(HOME).register(publicKey) }),
      ),
    );
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await ownerPasskeys.list(ctx, walletId)).toHaveLength(1);
    expect(await beginRecoveredPasskey(ctx, { token })).toMatchObject({ ok: false, error: { code: 'invalid_token' } });
  });

  it('refuses the ceremony of another recovery', async () => {
    const [mine, other] = [await readyRecovery(), await readyRecovery()];
    const begun = value(await beginRecoveredPasskey(other.ctx, { token: other.token }));
    const attestation = createAuthenticator(HOME).register(begun.publicKey);
    const refused = await finishRecovery(mine.ctx, { token: mine.token, ceremonyId: begun.ceremonyId, attestation });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_attestation' } });
  });
});
