import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Agent, audiences, createConfirmedAgent, findAgent, issueAccessToken, readAccessToken, revokeAccessToken, revokeAgent, suspendAgent,
  updateAgent,
} from '@/lib/agent';
import { isHttpFailure } from '@/lib/http/failure';
import { newId } from '@/lib/kernel/id';
import { ensureSigningKeys, publicJwks, signCompact } from '@/lib/mandate';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { type ExpectedAudience, verifyAgentToken } from './bearer';

const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let ctx: TestCtx;
let walletId = '';

beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
  const userId = newId('user');
  walletId = newId('wallet');
  await ctx.db.query({
    name: 'test.user',
    text: `insert into app_user (id, email, display_name, password_hash, created_at) values ($1, 'a@example.com', 'Ada', 'x', $2)`,
    values: [userId, ctx.clock.now()],
  });
  await ctx.db.query({
    name: 'test.wallet',
    text: `insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, 'UTC', $3)`,
    values: [walletId, userId, ctx.clock.now()],
  });
});

async function newAgent(): Promise<Agent> {
  const limits = [{ currency: 'CAD', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n } as const];
  const { agentId } = await createConfirmedAgent(ctx, { walletId, name: 'A', permissions: ['browse_products', 'create_cart'], limits });
  const agent = await findAgent(ctx, agentId);
  if (!agent) throw new Error('no agent');
  return agent;
}

const everywhere = (): readonly string[] => [audiences(ctx.settings).store, audiences(ctx.settings).wallet];

async function tokenFor(agent: Agent, audience = everywhere()): Promise<string> {
  return (await issueAccessToken(ctx, { agent, scopes: agent.permissions, audience })).token;
}

/** 200, or the status and code of the refusal. */
async function outcome(token: string, expected?: ExpectedAudience, on: TestCtx = ctx): Promise<string> {
  try {
    await verifyAgentToken(on, token, expected);
    return '200';
  } catch (error) {
    if (!isHttpFailure(error)) throw error;
    return `${error.failure.status} ${error.failure.code}`;
  }
}

const INVALID = '401 unauthorized';
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of ours', () => {
  it('says which agent calls, for whom, and what it may do', async () => {
    const agent = await newAgent();
    const token = await tokenFor(agent);
    expect(await verifyAgentToken(ctx, token)).toEqual({
      merchants: null,
      kind: 'agent',
      agentId: agent.id,
      clientId: agent.clientId,
      walletId,
      scopes: ['browse_products', 'create_cart'],
      tokenId: claimsOf(token).jti,
      audience: expect.any(Array),
    });
    expect((await findAgent(ctx, agent.id))?.lastUsedAt).toEqual(ctx.clock.now());
  });

  it('holds for ten minutes, remembered or not', async () => {
    const agent = await newAgent();
    const own = { ...ctx, clock: { ...ctx.clock } };
    const token = await tokenFor(agent);
    const from = ctx.clock.now().getTime();
    const at = (seconds: number) => ({ ...own, clock: { ...own.clock, now: () => new Date(from + seconds * 1000) } });
    expect(await outcome(token, undefined, at(599))).toBe('200');
    expect(await outcome(token, undefined, at(600))).toBe(INVALID);
    expect(await outcome(await tokenFor(agent), undefined, at(600))).toBe(INVALID);
  });

  it.each<[string, (of: ReturnType<typeof audiences>) => string[], ExpectedAudience, string]>([
    ['for the wallet at the wallet', (of) => [of.wallet], { audience: 'wallet' }, '200'],
    ['for the wallet at a store', (of) => [of.wallet], { audience: 'store', merchantHandle: 'shop' }, INVALID],
    ['for the stores at a store', (of) => [of.store], { audience: 'store', merchantHandle: 'shop' }, '200'],
    ['for the stores at the wallet', (of) => [of.store], { audience: 'wallet' }, INVALID],
    ['for one merchant there', (of) => [of.merchant('shop')], { audience: 'store', merchantHandle: 'shop' }, '200'],
    ['for one merchant at another', (of) => [of.merchant('shop')], { audience: 'store', merchantHandle: 'other' }, INVALID],
    ['for one merchant at no named one', (of) => [of.merchant('shop')], { audience: 'store' }, INVALID],
    ['for one merchant at the wallet', (of) => [of.merchant('shop')], { audience: 'wallet' }, INVALID],
  ])('%s', async (_case, audience, expected, status) => {
    expect(await outcome(await tokenFor(await newAgent(), audience(audiences(ctx.settings))), expected)).toBe(status);
  });
});

describe('a standing that changed is told on the very next call', () => {
  it('when the agent is paused', async () => {
    const agent = await newAgent();
    const token = await tokenFor(agent);
    expect(await outcome(token)).toBe('200');
    await suspendAgent(ctx, { walletId, agentId: agent.id });
    expect(await outcome(token)).toBe('403 agent_suspended');
  });

  it('when the agent is revoked', async () => {
    const agent = await newAgent();
    const token = await tokenFor(agent);
    expect(await outcome(token)).toBe('200');
    await revokeAgent(ctx, { walletId, agentId: agent.id });
    expect(await outcome(token)).toBe(INVALID);
  });

  it('when the token is revoked, and that token alone', async () => {
    const agent = await newAgent();
    const [token, other] = [await tokenFor(agent), await tokenFor(agent)];
    expect(await outcome(token)).toBe('200');
    const access = await readAccessToken(ctx, token);
    if (!access) throw new Error('not readable');
    await revokeAccessToken(ctx, access);
    await revokeAccessToken(ctx, access);
    expect(await outcome(token)).toBe(INVALID);
    expect(await outcome(other)).toBe('200');
  });

  it('when the agent lost a permission', async () => {
    const agent = await newAgent();
    const token = await tokenFor(agent);
    await updateAgent(ctx, { walletId, agentId: agent.id, patch: { permissions: ['browse_products'] } });
    expect((await verifyAgentToken(ctx, token)).scopes).toEqual(['browse_products']);
  });
});

describe('a token that is not ours is refused', () => {
  let agent: Agent;
  let token = '';
  let [head, body, proof] = ['', '', ''];
  beforeAll(async () => {
    agent = await newAgent();
    token = await tokenFor(agent);
    [head = '', body = '', proof = ''] = token.split('.');
  });

  const signed = async (claims: object, purpose: 'token' | 'mandate' = 'token', typ = 'at+jwt') =>
    (await signCompact(ctx, purpose, typ, JSON.stringify({ ...claimsOf(token), ...claims }))).jws;

  it('with a payload that was changed, even after the true one was remembered', async () => {
    expect(await outcome(token)).toBe('200');
    expect(await outcome([head, encode({ ...claimsOf(token), sub: (await newAgent()).id }), proof].join('.'))).toBe(INVALID);
  });

  it('with a signature that was changed or left out', async () => {
    expect(await outcome([head, body, `${proof.startsWith('A') ? 'B' : 'A'}${proof.slice(1)}`].join('.'))).toBe(INVALID);
    expect(await outcome([head, body, ''].join('.'))).toBe(INVALID);
  });

  it('under algorithm none, or HMAC keyed with the public key', async () => {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
    expect(await outcome([encode({ ...header, alg: 'none' }), body, ''].join('.'))).toBe(INVALID);
    expect(await outcome([encode({ ...header, alg: 'none' }), body, proof].join('.'))).toBe(INVALID);
    const [key] = (await publicJwks(ctx)).keys;
    const forged = `${encode({ ...header, alg: 'HS256' })}.${body}`;
    expect(await outcome(`${forged}.${createHmac('sha256', JSON.stringify(key)).update(forged).digest('base64url')}`)).toBe(INVALID);
  });

  it('under a key that is unknown, of another purpose, or of another installation', async () => {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
    expect(await outcome([encode({ ...header, kid: 'A'.repeat(43) }), body, proof].join('.'))).toBe(INVALID);
    expect(await outcome([encode({ ...header, kid: "'; drop table agent" }), body, proof].join('.'))).toBe(INVALID);
    expect(await outcome(await signed({}, 'mandate'))).toBe(INVALID);
    const { keys } = await publicJwks(ctx);
    const mandateKey = keys.find((key) => key.kid !== (header as { kid?: string }).kid);
    expect(await outcome([encode({ ...header, kid: mandateKey?.kid }), body, proof].join('.'))).toBe(INVALID);
  });

  it('of another type, issuer, subject or client', async () => {
    expect(await outcome(await signed({ jti: 'control' }))).toBe('200');
    expect(await outcome(await signed({}, 'token', 'JWT'))).toBe(INVALID);
    expect(await outcome(await signed({ iss: 'https://evil.example' }))).toBe(INVALID);
    expect(await outcome(await signed({ sub: newId('agent') }))).toBe(INVALID);
    expect(await outcome(await signed({ client_id: newId('client') }))).toBe(INVALID);
    expect(await outcome(await signed({ aud: 'text' }))).toBe(INVALID);
    expect(await outcome(await signed({ exp: undefined }))).toBe(INVALID);
  });

  it('that is no token at all', async () => {
    for (const text of ['', 'a', 'a.b.c', '..', 'e30.e30.e30', 'x'.repeat(100_000)]) expect(await outcome(text)).toBe(INVALID);
  });

  it('and the answer says where to get one', async () => {
    await ensureSigningKeys(ctx);
    await expect(verifyAgentToken(ctx, 'a.b.c')).rejects.toMatchObject({
      failure: { headers: { 'WWW-Authenticate': textLike(/^Bearer .*error="invalid_token".*resource_metadata="http:\/\/localhost/) } },
    });
  });
});
