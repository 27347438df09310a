import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDb, createPool } from '@/lib/db';
import {
  ACCOUNT_SECRET, addDevice, browserOf, deviceOf, mailsTo, signInAgain, signUpOwner, type AccountBrowser, type AccountOwner,
} from '@/lib/testing/account';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endOwnSession, findSession, loadSecurityView, ownerPasskeys } from './index';

let ctx: TestCtx;
let owner: AccountOwner;
let browser: AccountBrowser;

beforeAll(() => void vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET));
afterAll(() => void vi.unstubAllEnvs());
beforeEach(async () => {
  ctx = await testCtx({ now: new Date() }); // a cookie's expiry is held against the real clock
  owner = await signUpOwner(ctx);
  browser = await browserOf(ctx, owner);
});

const view = (sessionId = owner.sessionId) => loadSecurityView(ctx, { userId: owner.userId, sessionId });
const firstPasskey = async (): Promise<string> => (await view()).passkeys[0]?.id ?? '';

describe('an owner\'s passkeys', () => {
  it('are listed with their dates and whether they sync, and named by the owner', async () => {
    const id = await firstPasskey();
    expect((await view()).passkeys).toMatchObject([{ label: 'Passkey', syncable: false, lastUsedAt: null }]);
    expect(await browser('PATCH', `/api/account/passkeys/${id}`, { label: '  My \u202ephone ' })).toMatchObject({ status: 200, body: { id, label: 'My phone' } });
    expect((await view()).passkeys[0]?.label).toBe('My phone');
    expect(await browser('PATCH', `/api/account/passkeys/${id}`, { label: ' \u200b ' })).toMatchObject({ status: 400, body: { error: 'invalid_request', param: '$.label' } });
  });

  it('cannot be named or removed by another owner', async () => {
    const id = await firstPasskey();
    const stranger = await signUpOwner(ctx);
    await addDevice(ctx, stranger);
    const theirs = await browserOf(ctx, stranger);
    expect(await theirs('PATCH', `/api/account/passkeys/${id}`, { label: 'Mine' })).toMatchObject({ status: 404, body: { error: 'passkey_not_found' } });
    expect(await theirs('DELETE', `/api/account/passkeys/${id}`)).toMatchObject({ status: 404, body: { error: 'passkey_not_found' } });
    expect(await theirs('POST', `/api/account/passkeys/${id}/confirm`, { assertion: {} })).toMatchObject({ status: 404 });
  });

  it('keep the last one', async () => {
    const id = await firstPasskey();
    expect(await browser('DELETE', `/api/account/passkeys/${id}`)).toMatchObject({ status: 409, body: { error: 'last_passkey' } });
    expect((await view()).passkeys).toHaveLength(1);
  });
});

describe('removing a passkey', () => {
  it('takes the signature of one that stays, ends every other sign-in, and tells the owner', async () => {
    const lost = await addDevice(ctx, owner);
    const other = await signInAgain(ctx, owner);
    const asked = await browser('DELETE', `/api/account/passkeys/${lost.passkeyId}`);
    expect(asked).toMatchObject({ status: 428, body: { error: 'confirmation_required', content: { passkey: { id: lost.passkeyId } } } });
    expect((await view()).passkeys, 'nothing changes before').toHaveLength(2);
    const confirm = (assertion: object) => browser('POST', `/api/account/passkeys/${lost.passkeyId}/confirm`, { assertion });
    const assertion = owner.authenticator.assert(asked.body.publicKey);
    const confirmed = await confirm(assertion);
    expect(confirmed).toMatchObject({ status: 200 });
    expect(confirmed.headers.getSetCookie(), 'a passkey was used: the session has a new id').toHaveLength(1);
    expect((await ownerPasskeys.list(ctx, owner.walletId)).map(({ credentialId }) => credentialId)).toEqual(owner.authenticator.credentialIds);
    expect(await findSession(ctx, other)).toBeNull();
    expect((await browser('PATCH', `/api/account/passkeys/${await firstPasskey()}`, { label: 'Still here' })).status).toBe(200);
    expect((await mailsTo(ctx, owner.email)).at(-1)?.subject).toBe('A passkey was removed');
    expect(await confirm(assertion), 'it happens once').toMatchObject({ status: 404 });
  });

  it('is refused to the passkey that would go, to a stranger\'s, without user verification, and after five minutes', async () => {
    const { passkeyId, authenticator } = await addDevice(ctx, owner);
    const asked = await browser('DELETE', `/api/account/passkeys/${passkeyId}`);
    const confirm = (assertion: object) => browser('POST', `/api/account/passkeys/${passkeyId}/confirm`, { assertion });
    const anyOf = { ...(asked.body.publicKey as object), allowCredentials: [] };
    const stranger = await signUpOwner(ctx);
    for (const assertion of [
      authenticator.assert(anyOf), stranger.authenticator.assert(anyOf), owner.authenticator.assert(anyOf, { userVerified: false }), {},
    ]) expect(await confirm(assertion)).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    const good = owner.authenticator.assert(anyOf);
    ctx.clock.advance(300);
    expect(await confirm(good)).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    expect(await ownerPasskeys.list(ctx, owner.walletId)).toHaveLength(2);
  });

  it('leaves one when two remove each other at the same moment', async () => {
    const second = await addDevice(ctx, owner);
    const firstId = (await view()).passkeys.find(({ id }) => id !== second.passkeyId)?.id ?? '';
    const [one, two] = [browser, await browserOf(ctx, { ...owner, sessionId: await signInAgain(ctx, owner) })];
    const [removeSecond, removeFirst] = [await one('DELETE', `/api/account/passkeys/${second.passkeyId}`), await two('DELETE', `/api/account/passkeys/${firstId}`)];
    const answers = await Promise.all([
      one('POST', `/api/account/passkeys/${second.passkeyId}/confirm`, { assertion: owner.authenticator.assert(removeSecond.body.publicKey) }),
      two('POST', `/api/account/passkeys/${firstId}/confirm`, { assertion: second.authenticator.assert(removeFirst.body.publicKey) }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await ownerPasskeys.list(ctx, owner.walletId)).toHaveLength(1);
  });

  it('ends an enrolment that the passkey had allowed', async () => {
    const { passkeyId, authenticator } = await addDevice(ctx, owner);
    const asked = await browser('POST', '/api/account/passkeys/another', {});
    const options = { ...(asked.body.publicKey as object), allowCredentials: [{ id: authenticator.credentialIds[0] ?? '' }] };
    const allowed = await browser('POST', '/api/account/passkeys/another/allow', { ceremony_id: asked.body.ceremony_id, assertion: authenticator.assert(options) });
    const removal = await browser('DELETE', `/api/account/passkeys/${passkeyId}`);
    expect((await browser('POST', `/api/account/passkeys/${passkeyId}/confirm`, { assertion: owner.authenticator.assert(removal.body.publicKey) })).status).toBe(200);
    const attestation = deviceOf(ctx).register(allowed.body.publicKey);
    expect(await browser('POST', '/api/account/passkeys/finish', { ceremony_id: allowed.body.ceremony_id, attestation })).toMatchObject({ status: 400, body: { error: 'invalid_attestation' } });
  });
});

describe('an owner\'s sign-ins', () => {
  it('are listed with device, coarse address and when they were last seen, this one marked, also just after its id changed', async () => {
    await signInAgain(ctx, owner, 'Firefox on Linux');
    ctx.clock.advance(20 * 60);
    expect(await findSession(ctx, owner.sessionId)).not.toBeNull();
    const { sessions } = await view();
    expect(sessions).toMatchObject([
      { isThis: true, device: null, clientNetwork: '127.0.0.0/24', lastSeenAt: ctx.clock.now() },
      { isThis: false, device: 'Firefox on Linux', clientNetwork: '203.0.113.0/24', method: 'password' },
    ]);
    await addDevice(ctx, owner);
    const asked = await browser('POST', '/api/account/passkeys/another', {});
    await browser('POST', '/api/account/passkeys/another/allow', { ceremony_id: asked.body.ceremony_id, assertion: owner.authenticator.assert(asked.body.publicKey) });
    expect((await view()).sessions.map(({ isThis, handle }) => [isThis, handle])).toEqual(sessions.map(({ isThis, handle }) => [isThis, handle]));
  });

  it('end one by one, at once in every process, and never another owner\'s', async () => {
    const other = await signInAgain(ctx, owner);
    const handle = (await view()).sessions.find(({ isThis }) => !isThis)?.handle ?? '';
    const stranger = await signUpOwner(ctx);
    const theirs = await browserOf(ctx, stranger);
    expect(await theirs('DELETE', `/api/account/sessions/${handle}`)).toMatchObject({ status: 404, body: { error: 'session_not_found' } });
    const elsewhere = createPool({ connectionString: ctx.ownerUrl, role: 'countersign_app', max: 1 });
    expect(await findSession(ctx, other)).not.toBeNull();
    expect((await browser('DELETE', `/api/account/sessions/${handle}`)).status).toBe(200);
    expect(await findSession({ ...ctx, db: createDb(elsewhere) }, other)).toBeNull();
    await elsewhere.end();
    expect(await browser('DELETE', `/api/account/sessions/${handle}`)).toMatchObject({ status: 404 });
    expect(await browser('DELETE', '/api/account/sessions/none')).toMatchObject({ status: 404 });
    expect(await endOwnSession(ctx, { userId: stranger.userId, handle })).toMatchObject({ ok: false });
  });

  it('end everywhere else together, tickets included, and leave this one and other owners alone', async () => {
    const others = [await signInAgain(ctx, owner), await signInAgain(ctx, owner)];
    const stranger = await signUpOwner(ctx);
    expect(await browser('POST', '/api/account/sessions/end-others', {})).toMatchObject({ status: 200, body: { ended: 2 } });
    for (const sessionId of others) expect(await findSession(ctx, sessionId)).toBeNull();
    expect(await findSession(ctx, owner.sessionId)).not.toBeNull();
    expect(await findSession(ctx, stranger.sessionId)).not.toBeNull();
  });

  it('write down that they were seen once in five minutes, whatever is asked', async () => {
    const seen = async () => (await view()).sessions[0]?.lastSeenAt;
    const first = await seen();
    ctx.clock.advance(4 * 60);
    await Promise.all(Array.from({ length: 10 }, () => findSession(ctx, owner.sessionId)));
    expect(await seen()).toEqual(first);
    ctx.clock.advance(2 * 60);
    await Promise.all(Array.from({ length: 10 }, () => findSession(ctx, owner.sessionId)));
    expect(await seen()).toEqual(ctx.clock.now());
  });
});
