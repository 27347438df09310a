import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, sha256Base64url } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { findIntentMandate, publicJwks, verifyMandate } from '@/lib/mandate';
import { inTransaction, type StoredPasskey } from '@/lib/ports';
import { webauthnPasskeys } from '@/lib/providers/webauthn';
import { createAuthenticator, type SoftwareAuthenticator } from '@/lib/testing/software-authenticator';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import {
  type AgentLimit, authenticateClient, confirmAgent, createConfirmedAgent, findAgent, findAgentByClientId, listAgents, registerAgent, revokeAgent,
  rotateSecret, suspendAgent, touchAgent, updateAgent,
} from './index';

const anyText: unknown = expect.any(String);

const CAD: AgentLimit = { currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n };
const RAISED: AgentLimit = { ...CAD, perTransactionAmount: 6_000n };
const LOWERED: AgentLimit = { ...CAD, perTransactionAmount: 4_000n };

/** Passkeys of every wallet of this file: identity is not under test here. */
const passkeys = new Map<string, StoredPasskey[]>();
const uses: { passkeyId: string; newCounter: bigint }[] = [];

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testCtx({
    ports: {
      passkey: webauthnPasskeys,
      ownerPasskeys: {
        list: (_ctx, walletId) => Promise.resolve(passkeys.get(walletId) ?? []),
        recordUse: (_ctx, use) => Promise.resolve(uses.push(use) > 0),
      },
    },
  });
});

type Owner = { walletId: string; device: SoftwareAuthenticator };

async function newOwner(): Promise<Owner> {
  const userId = newId('user');
  const walletId = newId('wallet');
  const now = ctx.clock.now();
  await ctx.db.query({
    name: 'test.user',
    text: `insert into app_user (id, email, display_name, password_hash, created_at) values ($1, $1 || '@example.com', 'Ada', 'x', $2)`,
    values: [userId, now],
  });
  await ctx.db.query({
    name: 'test.wallet',
    text: `insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, 'UTC', $3)`,
    values: [walletId, userId, now],
  });
  const device = createAuthenticator({ origin: ctx.settings.publicOrigin, rpId: 'localhost' });
  const challenge = sha256Base64url(walletId);
  const options = await ctx.ports.passkey.creationOptions(ctx, { challenge, userId, email: 'a@example.com', displayName: 'Ada', exclude: [] });
  const made = await ctx.ports.passkey.verifyRegistration(ctx, { attestation: device.register(options), challenge });
  if (!made) throw new Error('no passkey');
  passkeys.set(walletId, [{ id: newId('passkey'), ...made }]);
  return { walletId, device };
}

const newAgent = (owner: Owner) =>
  registerAgent(ctx, { walletId: owner.walletId, name: 'Shopper', permissions: ['complete_purchase', 'browse_products'], limits: [CAD] });

async function newActiveAgent(owner: Owner) {
  const { agent, mandate, clientSecret } = await newAgent(owner);
  const confirmed = await confirmAgent(ctx, { walletId: owner.walletId, agentId: agent.id, assertion: owner.device.assert(mandate.publicKey) });
  if (!confirmed.ok) throw new Error(confirmed.error.code);
  return { owner, agent: confirmed.value, clientSecret, call: { walletId: owner.walletId, agentId: agent.id } };
}

/** Asks for a raise and answers the mandate that waits. */
async function askForRaise(call: { walletId: string; agentId: string }, limits = [RAISED]) {
  const asked = await updateAgent(ctx, { ...call, patch: { limits } });
  if (asked.ok || asked.error.code !== 'widening_needs_confirmation') throw new Error('a raise needs no confirmation');
  return asked.error.mandate;
}

describe('registering an agent', () => {
  it('leaves it pending, with one secret that is stored as its hash', async () => {
    const owner = await newOwner();
    const { agent, clientSecret } = await newAgent(owner);
    expect(agent).toMatchObject({ status: 'pending', permissions: ['browse_products', 'complete_purchase'], limits: [CAD] });
    expect(clientSecret).toMatch(/^csa_[A-Za-z0-9]{43}$/);
    expect(await findAgent(ctx, agent.id)).toEqual(agent);
    expect(await findAgentByClientId(ctx, agent.clientId)).toEqual(agent);
    expect(await listAgents(ctx, owner.walletId)).toEqual([agent]);
    const rows = await ctx.db.query<{ secret_hash: string }>({ name: 'test.secrets', text: 'select secret_hash from agent_secret', values: [] });
    expect(rows.map((row) => row.secret_hash)).not.toContain(clientSecret);
    expect(await findIntentMandate(ctx, agent.id)).toBeNull();
  });

  it('strips links and hidden direction from what stands on approvals, and keeps text that JSON can hold', async () => {
    const owner = await newOwner();
    const name = 'Shop\u202eper\u0000 https://evil.example \ud800';
    const { agent } = await registerAgent(ctx, { walletId: owner.walletId, name, description: '', permissions: ['browse_products'], limits: [CAD] });
    expect(agent.name).toBe('Shop per [link removed] \ufffd');
  });
});

describe('confirming an agent', () => {
  it('makes it active by the owner\'s passkey over the hash of the mandate that is then signed', async () => {
    const owner = await newOwner();
    const { agent, mandate } = await newAgent(owner);
    const challenge = (mandate.publicKey as { challenge: string }).challenge;
    expect(challenge).toBe(sha256Base64url(canonicalJson(mandate.content)));
    const confirmed = await confirmAgent(ctx, { walletId: owner.walletId, agentId: agent.id, assertion: owner.device.assert(mandate.publicKey) });
    expect(confirmed).toMatchObject({ ok: true, value: { status: 'active' } });

    const signed = await findIntentMandate(ctx, agent.id);
    expect(signed).toMatchObject({
      mandateId: mandate.id,
      type: 'intent',
      agentId: agent.id,
      intent: { maxAmount: '50.00', currency: 'CAD' },
      before: null,
      after: { status: 'active', limits: [{ currency: 'CAD', perTransaction: '50.00', daily: '200.00', monthly: '1000.00' }] },
      confirmedBy: 'passkey',
    });
    const payload = verifyMandate(signed?.signature ?? '', await publicJwks(ctx));
    expect(payload).toEqual(mandate.content);
    expect(sha256Base64url(canonicalJson(payload))).toBe(challenge);
    expect(uses.at(-1)).toEqual({ passkeyId: passkeys.get(owner.walletId)?.[0]?.id, newCounter: 1n });
  });

  it('keeps the assertion as evidence beside the mandate', async () => {
    const { agent } = await newActiveAgent(await newOwner());
    const [row] = await ctx.db.query<{ evidence: object }>({
      name: 'test.evidence',
      text: `select content -> 'evidence' as evidence from mandate where agent_id = $1`,
      values: [agent.id],
    });
    expect(row?.evidence).toMatchObject({ assertion: { clientDataJSON: anyText, signature: anyText }, publicKey: anyText });
  });

  it('refuses everything that is not this passkey over this challenge, and stays pending', async () => {
    const owner = await newOwner();
    const stranger = await newOwner();
    const { agent, mandate } = await newAgent(owner);
    const { mandate: otherMandate } = await newAgent(owner);
    const { publicKey } = mandate;
    const wrong: unknown[] = [
      undefined,
      {},
      'text',
      stranger.device.assert({ ...publicKey, allowCredentials: [] }),
      owner.device.assert(otherMandate.publicKey),
      owner.device.assert(publicKey, { userVerified: false }),
      owner.device.assert(publicKey, { origin: 'https://evil.example' }),
      owner.device.assert(publicKey, { challenge: sha256Base64url('another') }),
    ];
    for (const assertion of wrong) {
      const refused = await confirmAgent(ctx, { walletId: owner.walletId, agentId: agent.id, assertion });
      expect(refused).toEqual({ ok: false, error: { code: 'invalid_assertion' } });
    }
    const foreign = await confirmAgent(ctx, { walletId: stranger.walletId, agentId: agent.id, assertion: owner.device.assert(publicKey) });
    expect(foreign).toEqual({ ok: false, error: { code: 'agent_not_found' } });
    expect((await findAgent(ctx, agent.id))?.status).toBe('pending');
  });

  it('refuses a challenge after five minutes; asking to activate gives a new one', async () => {
    const owner = await newOwner();
    const { agent, mandate } = await newAgent(owner);
    const call = { walletId: owner.walletId, agentId: agent.id };
    ctx.clock.advance(300);
    const late = await confirmAgent(ctx, { ...call, assertion: owner.device.assert(mandate.publicKey) });
    expect(late).toMatchObject({ error: { code: 'invalid_assertion' } });
    const asked = await updateAgent(ctx, { ...call, patch: { status: 'active' } });
    if (asked.ok || asked.error.code !== 'widening_needs_confirmation') throw new Error('activated without a passkey');
    const confirmed = await confirmAgent(ctx, { ...call, assertion: owner.device.assert(asked.error.mandate.publicKey) });
    expect(confirmed).toMatchObject({ ok: true, value: { status: 'active' } });
  });

  it('applies one change once, however many confirmations arrive at the same moment', async () => {
    const owner = await newOwner();
    const { agent, mandate } = await newAgent(owner);
    const assertion = owner.device.assert(mandate.publicKey);
    const call = { walletId: owner.walletId, agentId: agent.id, assertion };
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => confirmAgent(ctx, call)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.error.code === 'nothing_to_confirm')).toHaveLength(7);
    const rows = await ctx.db.query({ name: 'test.mandates', text: 'select id from mandate where agent_id = $1', values: [agent.id] });
    expect(rows).toHaveLength(1);
  });
});

describe('changing an agent', () => {
  it('lowers a limit at once', async () => {
    const { call } = await newActiveAgent(await newOwner());
    expect(await updateAgent(ctx, { ...call, patch: { limits: [LOWERED], name: 'Renamed' } })).toMatchObject({ ok: true });
    expect(await findAgent(ctx, call.agentId)).toMatchObject({ limits: [LOWERED], name: 'Renamed' });
  });

  it('raises one only after the passkey signed before and after, and revokes the mandate before it', async () => {
    const { call, owner } = await newActiveAgent(await newOwner());
    const first = await findIntentMandate(ctx, call.agentId);
    const mandate = await askForRaise(call);
    expect(mandate.content).toMatchObject({ before: { limits: [{ perTransaction: '50.00' }] }, after: { limits: [{ perTransaction: '60.00' }] } });
    expect((await findAgent(ctx, call.agentId))?.limits).toEqual([CAD]);
    const confirmed = await confirmAgent(ctx, { ...call, assertion: owner.device.assert(mandate.publicKey) });
    expect(confirmed).toMatchObject({ ok: true, value: { limits: [RAISED], status: 'active' } });
    const second = await findIntentMandate(ctx, call.agentId);
    expect([first?.mandateId, second?.mandateId]).toEqual([anyText, mandate.id]);
  });

  it('refuses the challenge of a raise that a later one replaced', async () => {
    const { call, owner } = await newActiveAgent(await newOwner());
    const outdated = await askForRaise(call);
    const current = await askForRaise(call, [{ ...CAD, perTransactionAmount: 5_500n }]);
    const refused = await confirmAgent(ctx, { ...call, assertion: owner.device.assert(outdated.publicKey) });
    expect(refused).toMatchObject({ error: { code: 'invalid_assertion' } });
    const confirmed = await confirmAgent(ctx, { ...call, assertion: owner.device.assert(current.publicKey) });
    expect(confirmed).toMatchObject({ ok: true, value: { limits: [{ perTransactionAmount: 5_500n }] } });
  });

  it('drops a raise that waits when the owner narrows the agent', async () => {
    const { call, owner } = await newActiveAgent(await newOwner());
    const mandate = await askForRaise(call);
    await updateAgent(ctx, { ...call, patch: { limits: [LOWERED] } });
    const late = await confirmAgent(ctx, { ...call, assertion: owner.device.assert(mandate.publicKey) });
    expect(late).toMatchObject({ error: { code: 'nothing_to_confirm' } });
    expect((await findAgent(ctx, call.agentId))?.limits).toEqual([LOWERED]);
  });

  it('pauses at once, and resumes by passkey only', async () => {
    const { call, owner, agent, clientSecret } = await newActiveAgent(await newOwner());
    expect(await suspendAgent(ctx, call)).toMatchObject({ ok: true, value: { status: 'suspended' } });
    const client = { clientId: agent.clientId, clientSecret };
    expect(await authenticateClient(ctx, client)).toMatchObject({ error: { code: 'invalid_client' } });
    const asked = await updateAgent(ctx, { ...call, patch: { status: 'active' } });
    if (asked.ok || asked.error.code !== 'widening_needs_confirmation') throw new Error('resumed without a passkey');
    expect(await confirmAgent(ctx, { ...call, assertion: owner.device.assert(asked.error.mandate.publicKey) })).toMatchObject({ ok: true });
    expect(await authenticateClient(ctx, client)).toMatchObject({ ok: true });
  });

  it('is nobody else\'s business', async () => {
    const { call } = await newActiveAgent(await newOwner());
    const stranger = { ...call, walletId: (await newOwner()).walletId };
    expect(await updateAgent(ctx, { ...stranger, patch: { status: 'suspended' } })).toMatchObject({ error: { code: 'agent_not_found' } });
    expect(await revokeAgent(ctx, stranger)).toMatchObject({ error: { code: 'agent_not_found' } });
    expect(await rotateSecret(ctx, stranger)).toMatchObject({ error: { code: 'agent_not_found' } });
    expect((await findAgent(ctx, call.agentId))?.status).toBe('active');
  });
});

describe('revoking an agent', () => {
  it('is final: no credentials, no mandate, no change', async () => {
    const { call, agent, clientSecret } = await newActiveAgent(await newOwner());
    expect(await revokeAgent(ctx, call)).toMatchObject({ ok: true, value: { status: 'revoked' } });
    expect(await revokeAgent(ctx, call)).toMatchObject({ ok: true });
    expect(await authenticateClient(ctx, { clientId: agent.clientId, clientSecret })).toMatchObject({ error: { code: 'invalid_client' } });
    expect(await findIntentMandate(ctx, agent.id)).toBeNull();
    expect(await updateAgent(ctx, { ...call, patch: { status: 'active' } })).toMatchObject({ error: { code: 'agent_revoked' } });
    expect(await rotateSecret(ctx, call)).toMatchObject({ error: { code: 'agent_revoked' } });
  });

  it('is undone with the transaction it was part of', async () => {
    const { call } = await newActiveAgent(await newOwner());
    const whole = inTransaction(ctx, async (tx) => {
      await revokeAgent(tx, call);
      throw new Error('the rest failed');
    });
    await expect(whole).rejects.toThrow('the rest failed');
    expect((await findAgent(ctx, call.agentId))?.status).toBe('active');
  });
});

describe('client secrets', () => {
  it('the previous one holds for 24 hours after a rotation, the new one at once', async () => {
    const { call, agent, clientSecret } = await newActiveAgent(await newOwner());
    const rotated = await rotateSecret(ctx, call);
    if (!rotated.ok) throw new Error('not rotated');
    const next = { clientId: agent.clientId, clientSecret: rotated.value.clientSecret };
    const previous = { clientId: agent.clientId, clientSecret };
    expect(await authenticateClient(ctx, next)).toMatchObject({ ok: true });
    ctx.clock.set(new Date(rotated.value.previousSecretExpiresAt.getTime() - 1));
    expect(await authenticateClient(ctx, previous)).toMatchObject({ ok: true });
    ctx.clock.advance(0.001);
    expect(await authenticateClient(ctx, previous)).toMatchObject({ error: { code: 'invalid_client' } });
    expect(await authenticateClient(ctx, next)).toMatchObject({ ok: true });
  });

  it('open no other agent, and nothing at all with a malformed id', async () => {
    const one = await newActiveAgent(await newOwner());
    const two = await newActiveAgent(await newOwner());
    for (const clientId of [two.agent.clientId, one.agent.id, 'agent_\u0000', '']) {
      expect(await authenticateClient(ctx, { clientId, clientSecret: one.clientSecret })).toMatchObject({ error: { code: 'invalid_client' } });
    }
  });
});

it('creates an agent for the demo world active, under a mandate that says no person was asked', async () => {
  const { walletId } = await newOwner();
  const made = await createConfirmedAgent(ctx, { walletId, name: 'Demo', permissions: ['complete_purchase'], limits: [CAD] });
  expect((await findAgent(ctx, made.agentId))?.status).toBe('active');
  expect(await authenticateClient(ctx, made)).toMatchObject({ ok: true });
  const mandate = await findIntentMandate(ctx, made.agentId);
  expect(mandate?.confirmedBy).toBe('fixture');
  expect(verifyMandate(mandate?.signature ?? '', await publicJwks(ctx))).not.toBeNull();
});

it('has no intent mandate in force once its year is over', async () => {
  const other = { ...ctx, clock: { ...ctx.clock } };
  const { agent } = await newActiveAgent(await newOwner());
  const from = ctx.clock.now().getTime();
  const day = 24 * 60 * 60 * 1000;
  expect(await findIntentMandate({ ...other, clock: { now: () => new Date(from + 365 * day - 1) } }, agent.id)).not.toBeNull();
  expect(await findIntentMandate({ ...other, clock: { now: () => new Date(from + 365 * day) } }, agent.id)).toBeNull();
});

it('records its last use at most once a minute', async () => {
  const { agent } = await newActiveAgent(await newOwner());
  const lastUsed = async () => (await findAgent(ctx, agent.id))?.lastUsedAt ?? null;
  const touch = async () => touchAgent(ctx, { agentId: agent.id, lastUsedAt: await lastUsed() });
  await touch();
  const first = await lastUsed();
  expect(first).toEqual(ctx.clock.now());
  ctx.clock.advance(60);
  await touch();
  expect(await lastUsed()).toEqual(first);
  ctx.clock.advance(1);
  await touch();
  expect(await lastUsed()).toEqual(ctx.clock.now());
});
