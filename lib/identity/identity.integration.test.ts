import { beforeAll, describe, expect, it } from 'vitest';
import { createDb, createPool } from '@/lib/db';
import type { Ctx } from '@/lib/ports';
import { webauthnPasskeys } from '@/lib/providers/webauthn';
import { createAuthenticator } from '@/lib/testing/software-authenticator';
import { testCtx, type TestCtx, type TestCtxOverrides } from '@/lib/testing/test-ctx';
import {
  addMember,
  allowAnotherPasskey,
  beginAnotherPasskey,
  beginFirstPasskey,
  beginPasskeySignIn,
  beginSignUp,
  createUser,
  createWallet,
  deleteExpiredSignIns,
  endSession,
  findSession,
  finishPasskey,
  finishPasskeySignIn,
  finishSignUp,
  ownerPasskeys,
  requestRecovery,
  signInWithPassword,
  signInWithTicket,
  verifyEmail,
} from './index';

const HOME = { origin: 'http://localhost:3000', rpId: 'localhost' };
const PASSWORD = 'correct horse battery';
const LOCAL = '127.0.0.1';
let sequence = 0;
const newEmail = () => `owner-${(sequence += 1)}@example.com`;

const contextFor = (overrides: TestCtxOverrides = {}): Promise<TestCtx> =>
  testCtx({
    ports: {
      passkey: webauthnPasskeys,
      cardIssuer: { issueDemoCard: () => Promise.resolve({ cardId: 'card_test', brand: 'visa', bin: '400012', last4: '4242' }) },
      recordSigner: { sign: (_ctx, _kind, record) => Promise.resolve({ ...record, signature: 'signed' }) },
    },
    ...overrides,
  });

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await contextFor();
});

function value<T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const signUpCommand = (email: string) => ({ email, password: PASSWORD, displayName: 'Ada', timeZone: 'Europe/Paris', clientAddress: LOCAL });
const begin = (email: string, on: TestCtx = ctx) => beginSignUp(on, signUpCommand(email));

async function signUp(on: TestCtx = ctx) {
  const email = newEmail();
  const authenticator = createAuthenticator(HOME);
  const { signUpId, publicKey } = value(await begin(email, on));
  const { ticket } = value(await finishSignUp(on, { signUpId, attestation: authenticator.register(publicKey) }));
  const { userId, sessionId } = value(await signInWithTicket(on, { ticket, clientAddress: LOCAL, replaces: null }));
  const session = await findSession(on, sessionId);
  if (!session?.walletId) throw new Error('signed up without a wallet');
  return { email, authenticator, userId, sessionId, ticket, walletId: session.walletId };
}

const signIn = (on: TestCtx, email: string, password: string, clientAddress = LOCAL) =>
  signInWithPassword(on, { email, password, clientAddress, replaces: null });

const row = async (text: string, values: unknown[]): Promise<Record<string, unknown> | undefined> =>
  (await ctx.pool.query<Record<string, unknown>>(text, values)).rows[0];

describe('signing up', () => {
  it('makes person, wallet, first passkey and a default card together', async () => {
    const { userId, walletId, authenticator } = await signUp();
    expect(await row('select time_zone from wallet where id = $1 and user_id = $2', [walletId, userId])).toEqual({ time_zone: 'Europe/Paris' });
    expect(await row('select brand, last4, is_default from payment_method where wallet_id = $1', [walletId])).toEqual({
      brand: 'visa',
      last4: '4242',
      is_default: true,
    });
    const [passkey] = await ownerPasskeys.list(ctx, walletId);
    expect(passkey).toMatchObject({ credentialId: authenticator.credentialIds[0], counter: 0n });
  });

  it('keeps the signed record of the enrolment', async () => {
    const { userId, walletId } = await signUp();
    const kept = await row('select enrolment from passkey where user_id = $1', [userId]);
    expect(kept?.enrolment).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      clientDataJSON: expect.any(String),
      attestationObject: expect.any(String),
      credentialId: expect.any(String),
      publicKey: expect.any(String),
      record: expect.objectContaining({ type: 'enrolment', owner_id: walletId, rp_id: 'localhost', signature: 'signed' }),
    });
  });

  it('gives no card where the database is not the embedded one', async () => {
    const { walletId } = await signUp(await contextFor({ settings: { embeddedDatabase: false } }));
    expect(await row('select id from payment_method where wallet_id = $1', [walletId])).toBeUndefined();
  });

  it('keeps no readable password before or after', async () => {
    const { signUpId } = value(await begin(newEmail()));
    const ceremony = await row('select context::text as text from passkey_ceremony where id = $1', [signUpId]);
    expect(ceremony?.text).not.toContain('scrypt');
    const { userId } = await signUp();
    expect((await row('select password_hash as hash from app_user where id = $1', [userId]))?.hash).toMatch(/^scrypt\$/);
  });

  it('creates nothing until the passkey is made', async () => {
    const email = newEmail();
    value(await begin(email));
    expect(await row('select id from app_user where email = $1', [email])).toBeUndefined();
  });

  it.each([
    ['email', { email: 'ada' }],
    ['password', { password: 'short' }],
    ['display_name', { displayName: ' \u202e ' }],
    ['time_zone', { timeZone: 'Mars/Olympus' }],
  ])('names the field %s that is wrong', async (field, change) => {
    const refused = await beginSignUp(ctx, { ...signUpCommand(newEmail()), ...change });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_field', field } });
  });

  it('refuses an email that is taken, however it is written', async () => {
    const { email } = await signUp();
    expect(await begin(` ${email.toUpperCase()} `)).toMatchObject({ error: { code: 'email_taken' } });
  });

  it('makes one account of two sign-ups of one email that finish at once', async () => {
    const email = newEmail();
    const started = [value(await begin(email)), value(await begin(email))];
    const finished = await Promise.all(
      started.map(({ signUpId, publicKey }) => finishSignUp(ctx, { signUpId, attestation: createAuthenticator(HOME).register(publicKey) })),
    );
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1);
    expect(finished.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'email_taken' } });
  });

  it('refuses a passkey that is enrolled already, and leaves no half account behind', async () => {
    const email = newEmail();
    const authenticator = createAuthenticator(HOME);
    const first = value(await begin(newEmail()));
    value(await finishSignUp(ctx, { signUpId: first.signUpId, attestation: authenticator.register(first.publicKey) }));
    const credential = await row('select credential_id from passkey order by created_at desc, id desc limit 1', []);
    const second = value(await begin(email));
    const copied: TestCtx = {
      ...ctx,
      ports: {
        ...ctx.ports,
        passkey: {
          ...webauthnPasskeys,
          verifyRegistration: async (on, query) => {
            const real = await webauthnPasskeys.verifyRegistration(on, query);
            return real && { ...real, credentialId: String(credential?.credential_id) };
          },
        },
      },
    };
    const refused = await finishSignUp(copied, { signUpId: second.signUpId, attestation: createAuthenticator(HOME).register(second.publicKey) });
    expect(refused).toMatchObject({ error: { code: 'passkey_exists' } });
    expect(await row('select id from app_user where email = $1', [email])).toBeUndefined();
  });

  it.each([
    ['without user verification', { userVerified: false }],
    ['of another origin', { origin: 'http://evil.example' }],
    ['over another challenge', { challenge: 'AAAA' }],
  ])('refuses an attestation %s, and the sign-up is used up', async (_name, overrides) => {
    const { signUpId, publicKey } = value(await begin(newEmail()));
    const authenticator = createAuthenticator(HOME);
    const bent = await finishSignUp(ctx, { signUpId, attestation: authenticator.register(publicKey, overrides) });
    expect(bent).toMatchObject({ error: { code: 'invalid_attestation' } });
    const again = await finishSignUp(ctx, { signUpId, attestation: authenticator.register(publicKey) });
    expect(again).toMatchObject({ error: { code: 'invalid_attestation' } });
  });

  it('refuses to finish after five minutes', async () => {
    const late = await contextFor();
    const { signUpId, publicKey } = value(await begin(newEmail(), late));
    late.clock.advance(301);
    const refused = await finishSignUp(late, { signUpId, attestation: createAuthenticator(HOME).register(publicKey) });
    expect(refused).toMatchObject({ error: { code: 'invalid_attestation' } });
  });
});

describe('verifying an email', () => {
  const linkOf = async (email: string): Promise<string> => {
    const mail = await row(`select payload from outbox_event where topic = 'mail.send' and payload->>'recipient' = $1`, [email]);
    const text = String((mail?.payload as { text: string }).text);
    return new URL(/http:\S+/.exec(text)?.[0] ?? '').searchParams.get('token') ?? '';
  };

  it('marks the address, and following the link again is no fault', async () => {
    const { email, userId } = await signUp();
    const token = await linkOf(email);
    expect(await verifyEmail(ctx, { token, userId })).toEqual({ ok: true, value: { userId } });
    expect(await verifyEmail(ctx, { token, userId })).toEqual({ ok: true, value: { userId } });
    expect((await row('select email_verified_at as at from app_user where id = $1', [userId]))?.at).toEqual(ctx.clock.now());
  });

  it('verifies nothing for who opens it without being signed in as that person', async () => {
    const [stranger, reader] = [await signUp(), await signUp()];
    const token = await linkOf(stranger.email);
    for (const userId of [null, reader.userId]) expect(await verifyEmail(ctx, { token, userId })).toMatchObject({ error: { code: 'sign_in_first' } });
    expect((await row('select email_verified_at as at from app_user where id = $1', [stranger.userId]))?.at).toBeNull();
  });

  it('refuses an unknown link and one that is a day old', async () => {
    const late = await contextFor();
    const { email, userId } = await signUp(late);
    const token = await linkOf(email);
    late.clock.advance(24 * 60 * 60);
    expect(await verifyEmail(late, { token, userId })).toMatchObject({ error: { code: 'invalid_token' } });
    expect(await verifyEmail(ctx, { token: 'ev_unknown', userId })).toMatchObject({ error: { code: 'invalid_token' } });
  });
});

describe('signing in', () => {
  it('takes the password, and no other', async () => {
    const { email, userId } = await signUp();
    expect(value(await signIn(ctx, email.toUpperCase(), PASSWORD)).userId).toBe(userId);
    expect(await signIn(ctx, email, `${PASSWORD}!`)).toMatchObject({ error: { code: 'invalid_credentials' } });
    expect(await signIn(ctx, 'nobody@example.com', PASSWORD)).toMatchObject({ error: { code: 'invalid_credentials' } });
    expect(await signIn(ctx, 'a\u0000b', PASSWORD)).toMatchObject({ error: { code: 'invalid_credentials' } });
  });

  it('takes a ticket once, even when it is presented fifty times at once', async () => {
    const authenticator = createAuthenticator(HOME);
    const { signUpId, publicKey } = value(await begin(newEmail()));
    const { ticket } = value(await finishSignUp(ctx, { signUpId, attestation: authenticator.register(publicKey) }));
    const command = { ticket, clientAddress: LOCAL, replaces: null };
    const tries = await Promise.all(Array.from({ length: 50 }, () => signInWithTicket(ctx, command)));
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('refuses a ticket after two minutes', async () => {
    const late = await contextFor();
    const { signUpId, publicKey } = value(await begin(newEmail(), late));
    const { ticket } = value(await finishSignUp(late, { signUpId, attestation: createAuthenticator(HOME).register(publicKey) }));
    late.clock.advance(120);
    const refused = await signInWithTicket(late, { ticket, clientAddress: LOCAL, replaces: null });
    expect(refused).toMatchObject({ error: { code: 'invalid_credentials' } });
  });

  it('gives a new session id each time and ends the one that the browser came with', async () => {
    const { email, sessionId } = await signUp();
    const next = value(await signInWithPassword(ctx, { email, password: PASSWORD, clientAddress: LOCAL, replaces: sessionId }));
    expect(next.sessionId).not.toBe(sessionId);
    expect(await findSession(ctx, sessionId)).toBeNull();
    expect(await findSession(ctx, next.sessionId)).not.toBeNull();
  });

  it('slows down guesses at one account, wherever they come from, and forgives on success', async () => {
    const strict = await contextFor({ settings: { testMode: false } });
    const { email } = await signUp();
    const guess = (index: number) => signIn(strict, email, 'wrong password', `203.0.113.${index}`);
    for (let index = 0; index < 9; index++) expect(await guess(index)).toMatchObject({ error: { code: 'invalid_credentials' } });
    expect((await signIn(strict, email, PASSWORD)).ok).toBe(true);
    const tries = await Promise.all(Array.from({ length: 12 }, (_, index) => guess(index)));
    expect(tries.filter((tried) => !tried.ok && tried.error.code === 'rate_limited')).toHaveLength(2);
    expect(await signIn(strict, email, PASSWORD)).toMatchObject({ error: { code: 'rate_limited', retryAfterSeconds: 900 } });
    strict.clock.advance(900);
    expect((await signIn(strict, email, PASSWORD)).ok).toBe(true);
  });

  it('slows down one address, whatever accounts it tries', async () => {
    const strict = await contextFor({ settings: { testMode: false } });
    const ticket = { ticket: 'sit_wrong', clientAddress: '198.51.100.7', replaces: null };
    const tries = await Promise.all(Array.from({ length: 40 }, () => signInWithTicket(strict, ticket)));
    expect(tries.filter((tried) => !tried.ok && tried.error.code === 'rate_limited')).toHaveLength(10);
    expect(await signInWithTicket(strict, { ...ticket, clientAddress: '198.51.100.8' })).toMatchObject({ error: { code: 'invalid_credentials' } });
  });

  it('slows down sign-ups under one email, wherever they come from', async () => {
    const strict = await contextFor({ settings: { testMode: false } });
    const email = newEmail();
    const from = (index: number) => beginSignUp(strict, { ...signUpCommand(email), clientAddress: `203.0.113.${index}` });
    for (let index = 0; index < 5; index++) expect((await from(100 + index)).ok).toBe(true);
    expect(await from(105)).toMatchObject({ error: { code: 'rate_limited' } });
  });

  it('counts all processes together: sign-in, sign-up and recovery, by address and by account', async () => {
    const strict = await contextFor({ settings: { testMode: false } });
    const other = createPool({ connectionString: strict.ownerUrl, role: 'countersign_app', max: 5 });
    try {
      const processes = [strict, { ...strict, db: createDb(other) }];
      const refusals = async (times: number, attempt: (on: Ctx, index: number) => Promise<{ ok: boolean; error?: { code: string } }>) => {
        const tries = await Promise.all(Array.from({ length: times }, (_, index) => attempt(processes[index % 2] ?? strict, index)));
        return tries.filter((tried) => !tried.ok && tried.error?.code === 'rate_limited').length;
      };
      const [signInAs, signUpAs, recoverAs] = [newEmail(), newEmail(), newEmail()];
      const at = (index: number) => `192.0.2.${index + 1}`;
      const password = 'wrong password';
      const ticket = { ticket: 'sit_wrong', replaces: null };
      expect(await refusals(12, (on, index) => signInWithPassword(on, { email: signInAs, password, clientAddress: at(index), replaces: null }))).toBe(2);
      expect(await refusals(32, (on) => signInWithTicket(on, { ...ticket, clientAddress: '192.0.2.201' }))).toBe(2);
      expect(await refusals(7, (on, index) => beginSignUp(on, { ...signUpCommand(signUpAs), clientAddress: at(index) }))).toBe(2);
      expect(await refusals(7, (on, index) => requestRecovery(on, { email: recoverAs, clientAddress: at(index) }))).toBe(2);
      expect(await refusals(32, (on, index) => requestRecovery(on, { email: `${index}@example.com`, clientAddress: '192.0.2.202' }))).toBe(2);
    } finally {
      await other.end();
    }
  });

  it('slows down sign-ups from one address', async () => {
    const strict = await contextFor({ settings: { testMode: false } });
    const from = (clientAddress: string) => beginSignUp(strict, { ...signUpCommand(newEmail()), clientAddress });
    for (let index = 0; index < 20; index++) expect((await from('198.51.100.20')).ok).toBe(true);
    expect(await from('198.51.100.20')).toMatchObject({ error: { code: 'rate_limited' } });
    expect((await from('198.51.100.21')).ok).toBe(true);
  });
});

describe('a session', () => {
  it('tells wallet and membership', async () => {
    const { sessionId, userId, walletId } = await signUp();
    expect(await findSession(ctx, sessionId)).toEqual({ uiLocale: 'en', sessionId, userId, walletId, displayName: 'Ada', membership: null });
    const merchantId = '00000000-0000-4000-8000-000000000001';
    await ctx.pool.query(
      `insert into merchant (id, handle, name, description, currency, country, time_zone, support_email, fulfillment_kind, created_at)
       values ($1, 'a-shop', 'A shop', '', 'CAD', 'CA', 'America/Toronto', 'help@example.com', 'shipping', $2)`,
      [merchantId, ctx.clock.now()],
    );
    await addMember(ctx, { merchantId, userId, role: 'manager' });
    await addMember(ctx, { merchantId, userId, role: 'owner' });
    expect((await findSession(ctx, sessionId))?.membership).toEqual({ merchantId, role: 'owner' });
  });

  it('ends at once at sign-out, and after thirty days', async () => {
    const late = await contextFor();
    const [first, second] = [await signUp(late), await signUp(late)];
    await endSession(late, first.sessionId);
    expect(await findSession(late, first.sessionId)).toBeNull();
    expect(await findSession(late, 'ses_unknown')).toBeNull();
    late.clock.advance(30 * 24 * 60 * 60);
    expect(await findSession(late, second.sessionId)).toBeNull();
  });
});

describe('signing in with a passkey', () => {
  const start = async (on: TestCtx = ctx) => value(await beginPasskeySignIn(on, { clientAddress: LOCAL }));

  it('knows the person by the passkey alone, and moves its counter', async () => {
    const { authenticator, userId, walletId } = await signUp();
    const { ceremonyId, publicKey } = await start();
    expect(publicKey).toMatchObject({ userVerification: 'required', allowCredentials: [] });
    const { ticket } = value(await finishPasskeySignIn(ctx, { ceremonyId, assertion: authenticator.assert(publicKey) }));
    const session = value(await signInWithTicket(ctx, { ticket, clientAddress: LOCAL, replaces: null }));
    expect(session.userId).toBe(userId);
    expect((await ownerPasskeys.list(ctx, walletId))[0]?.counter).toBe(1n);
  });

  it('uses a challenge once', async () => {
    const { authenticator } = await signUp();
    const { ceremonyId, publicKey } = await start();
    const answers = [1, 2, 3].map(() => finishPasskeySignIn(ctx, { ceremonyId, assertion: authenticator.assert(publicKey) }));
    expect((await Promise.all(answers)).filter(({ ok }) => ok)).toHaveLength(1);
  });

  it.each([
    ['without user verification', { userVerified: false }],
    ['of another origin', { origin: 'http://evil.example' }],
    ['over another challenge', { challenge: 'AAAA' }],
  ])('refuses an assertion %s', async (_name, overrides) => {
    const { authenticator } = await signUp();
    const { ceremonyId, publicKey } = await start();
    const refused = await finishPasskeySignIn(ctx, { ceremonyId, assertion: authenticator.assert(publicKey, overrides) });
    expect(refused).toMatchObject({ error: { code: 'invalid_assertion' } });
  });

  it('refuses an unknown passkey, a user handle of somebody else, and a challenge of five minutes ago', async () => {
    const late = await contextFor();
    const [mine, theirs] = [await signUp(late), await signUp(late)];
    const stranger = createAuthenticator(HOME);
    stranger.register({ challenge: 'AAAA', user: { id: 'AAAA' } });
    const first = await start(late);
    const unknown = { ceremonyId: first.ceremonyId, assertion: stranger.assert(first.publicKey) };
    expect(await finishPasskeySignIn(late, unknown)).toMatchObject({ error: { code: 'invalid_assertion' } });

    const second = await start(late);
    const assertion = mine.authenticator.assert(second.publicKey);
    const userHandle = Buffer.from(theirs.userId).toString('base64url');
    const foreign = { ceremonyId: second.ceremonyId, assertion: { ...assertion, response: { ...assertion.response, userHandle } } };
    expect(await finishPasskeySignIn(late, foreign)).toMatchObject({ error: { code: 'invalid_assertion' } });

    const third = await start(late);
    late.clock.advance(300);
    const old = { ceremonyId: third.ceremonyId, assertion: mine.authenticator.assert(third.publicKey) };
    expect(await finishPasskeySignIn(late, old)).toMatchObject({ error: { code: 'invalid_assertion' } });
  });
});

describe('enrolling a passkey', () => {
  const demoOwner = async (on: TestCtx = ctx) => {
    const { userId } = value(await createUser(on, { email: newEmail(), password: PASSWORD, displayName: 'Demo', emailVerified: true }));
    return { userId, walletId: await createWallet(on, { userId, timeZone: 'America/Toronto' }) };
  };

  it('lets a wallet without one make its first, once', async () => {
    const { userId, walletId } = await demoOwner();
    const started = [value(await beginFirstPasskey(ctx, { userId })), value(await beginFirstPasskey(ctx, { userId }))];
    const finished = await Promise.all(
      started.map(({ ceremonyId, publicKey }) =>
        finishPasskey(ctx, { userId, ceremonyId, attestation: createAuthenticator(HOME).register(publicKey) }),
      ),
    );
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await ownerPasskeys.list(ctx, walletId)).toHaveLength(1);
    expect(await beginFirstPasskey(ctx, { userId })).toMatchObject({ error: { code: 'passkey_exists' } });
  });

  it('refuses a first passkey where the database is not the embedded one', async () => {
    const deployed = await contextFor({ settings: { embeddedDatabase: false } });
    const { userId } = await demoOwner(deployed);
    expect(await beginFirstPasskey(deployed, { userId })).toMatchObject({ error: { code: 'recovery_required' } });
  });

  it('makes another when an existing one allows it', async () => {
    const { userId, walletId, authenticator } = await signUp();
    const asked = value(await beginAnotherPasskey(ctx, { userId }));
    const allowed = value(
      await allowAnotherPasskey(ctx, { userId, ceremonyId: asked.ceremonyId, assertion: authenticator.assert(asked.publicKey) }),
    );
    const attestation = createAuthenticator(HOME).register(allowed.publicKey);
    value(await finishPasskey(ctx, { userId, ceremonyId: allowed.ceremonyId, attestation }));
    expect(await ownerPasskeys.list(ctx, walletId)).toHaveLength(2);
  });

  it('makes no other from the ceremony that asked, nor in the name of another person', async () => {
    const [mine, theirs] = [await signUp(), await signUp()];
    const asked = value(await beginAnotherPasskey(ctx, { userId: mine.userId }));
    const skipped = { ...asked.publicKey, user: { id: 'AAAA' } };
    const attestation = createAuthenticator(HOME).register(skipped);
    const query = { userId: mine.userId, ceremonyId: asked.ceremonyId, attestation };
    expect(await finishPasskey(ctx, query)).toMatchObject({ error: { code: 'invalid_attestation' } });

    const again = value(await beginAnotherPasskey(ctx, { userId: mine.userId }));
    const assertion = mine.authenticator.assert(again.publicKey);
    const foreign = { userId: theirs.userId, ceremonyId: again.ceremonyId, assertion };
    expect(await allowAnotherPasskey(ctx, foreign)).toMatchObject({ error: { code: 'invalid_assertion' } });
  });
});

it('clears away what ended an hour ago, and nothing that is under way', async () => {
  const late = await contextFor({ now: new Date('2030-01-01T00:00:00.000Z') });
  const old = value(await begin(newEmail(), late));
  late.clock.advance(2 * 60 * 60);
  const current = value(await begin(newEmail(), late));
  await deleteExpiredSignIns(late);
  expect(await row('select id from passkey_ceremony where id = $1', [old.signUpId])).toBeUndefined();
  expect(await row('select id from passkey_ceremony where id = $1', [current.signUpId])).toBeDefined();
});
