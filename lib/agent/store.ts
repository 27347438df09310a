import { decodeJson, encodeJson } from '@/lib/db';
import { toCurrency } from '@/lib/kernel/money';
import type { IntentMandate, MandateDraft } from '@/lib/mandate';
import type { Ctx } from '@/lib/ports';
import { type Agent, type AgentFields, type AgentLimit, type AgentPermission, type AgentStatus, isAgentPermission } from './types';

type LimitRow = { currency: string; per_transaction: string; daily: string; weekly: string | null; monthly: string };
type AgentRow = {
  wallet_id: string;
  id: string;
  client_id: string;
  name: string;
  description: string;
  permissions: string[];
  merchants: string[] | null;
  purchase_checkout_id: string | null;
  purchase_snapshot_hash: string | null;
  purchase_expires_at: Date | null;
  status: AgentStatus;
  created_at: Date;
  last_used_at: Date | null;
  limits: LimitRow[];
};

// Amounts leave as text: json has no int8.
const SELECT_AGENT = `
  select a.wallet_id, a.id, a.client_id, a.name, a.description, a.permissions, a.merchants, a.purchase_checkout_id, a.purchase_snapshot_hash,
    a.purchase_expires_at, a.status, a.created_at, a.last_used_at,
    coalesce((select json_agg(json_build_object('currency', l.currency, 'per_transaction', l.per_transaction_amount::text,
      'daily', l.daily_amount::text, 'weekly', l.weekly_amount::text, 'monthly', l.monthly_amount::text) order by l.currency)
      from agent_limit l where l.agent_id = a.id), '[]') as limits
  from agent a`;

const toAgent = (row: AgentRow): Agent => ({
  id: row.id,
  clientId: row.client_id,
  walletId: row.wallet_id,
  name: row.name,
  description: row.description,
  permissions: row.permissions.filter(isAgentPermission),
  ...(row.merchants?.length ? { merchants: row.merchants } : {}),
  ...toPurchase(row),
  status: row.status,
  limits: row.limits.map(toLimit),
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
});

function toPurchase({ purchase_checkout_id: checkoutId, purchase_snapshot_hash: snapshotHash, purchase_expires_at: expiresAt }: AgentRow): Pick<Agent, 'purchase'> {
  return checkoutId === null || snapshotHash === null || expiresAt === null ? {} : { purchase: { checkoutId, snapshotHash, expiresAt } };
}

const toLimit = (row: LimitRow): AgentLimit => ({
  currency: toCurrency(row.currency),
  perTransactionAmount: BigInt(row.per_transaction),
  dailyAmount: BigInt(row.daily),
  ...(row.weekly === null ? {} : { weeklyAmount: BigInt(row.weekly) }),
  monthlyAmount: BigInt(row.monthly),
});

// An id that cannot be ours never reaches the database: PostgreSQL refuses some of the bytes that a URL may carry.
const AGENT_ID = /^agent_[0-9a-z]{26}$/;

/** An agent by its id, whosever it is; null when there is none. */
export async function findAgent(ctx: Ctx, agentId: string): Promise<Agent | null> {
  if (!AGENT_ID.test(agentId)) return null;
  const [row] = await ctx.db.query<AgentRow>({ name: 'agent.find', text: `${SELECT_AGENT} where a.id = $1`, values: [agentId] });
  return row ? toAgent(row) : null;
}

/** An agent by its OAuth client id; null when there is none. */
export async function findAgentByClientId(ctx: Ctx, clientId: string): Promise<Agent | null> {
  if (!AGENT_ID.test(clientId)) return null;
  const [row] = await ctx.db.query<AgentRow>({ name: 'agent.findByClientId', text: `${SELECT_AGENT} where a.client_id = $1`, values: [clientId] });
  return row ? toAgent(row) : null;
}

const LIST_MAX = 500;

/** The agents of a wallet, newest first, revoked ones included; at most 500. */
export async function listAgents(ctx: Ctx, walletId: string): Promise<Agent[]> {
  const rows = await ctx.db.query<AgentRow>({
    name: 'agent.list',
    text: `${SELECT_AGENT} where a.wallet_id = $1 order by a.created_at desc, a.id desc limit ${LIST_MAX}`,
    values: [walletId],
  });
  return rows.map(toAgent);
}

/** The agents of a wallet that are not revoked, in the order in which they are to be locked. */
export async function listLiveAgentIds(ctx: Ctx, walletId: string): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'agent.listLiveIds',
    text: `select id from agent where wallet_id = $1 and status <> 'revoked' order by id`,
    values: [walletId],
  });
  return rows.map(({ id }) => id);
}

/** Agents admitted for one purchase that is paid or past its time, and that are not revoked yet. */
export async function listSpentAgents(ctx: Ctx, limit: number): Promise<{ walletId: string; agentId: string }[]> {
  const rows = await ctx.db.query<{ wallet_id: string; id: string }>({
    name: 'agent.listSpent',
    text: `select wallet_id, id from agent a where purchase_expires_at is not null and status <> 'revoked' and (purchase_expires_at <= $1
             or exists (select 1 from agent_payment p where p.agent_id = a.id and p.status = 'completed')) order by purchase_expires_at limit $2`,
    values: [ctx.clock.now(), limit],
  });
  return rows.map(({ wallet_id: walletId, id: agentId }) => ({ walletId, agentId }));
}

/**
 * Locks an agent and reads it, in the caller's transaction. `share`: it cannot be changed, paused or revoked until the transaction
 * ends; many may hold that at once. `update`: to change it.
 */
export async function lockAgent(ctx: Ctx, agentId: string, mode: 'share' | 'update'): Promise<Agent | null> {
  if (!AGENT_ID.test(agentId)) return null;
  const locks = mode === 'share' ? LOCK_SHARED : LOCK_EXCLUSIVE;
  // Two statements, sent together: the second begins when the first has the lock, and sees what was committed while that one waited.
  const [, agent] = await Promise.all([ctx.db.query({ ...locks, values: [agentId] }), findAgent(ctx, agentId)]);
  return agent;
}

const LOCK_SHARED = { name: 'agent.lockShared', text: 'select 1 from agent where id = $1 for share' };
const LOCK_EXCLUSIVE = { name: 'agent.lockExclusive', text: 'select 1 from agent where id = $1 for update' };

/**
 * Locks a wallet and every agent of it, in the order of their ids: what one of them asks for now is judged after the caller's transaction,
 * and what was being judged is done. Whoever changes what holds for several agents begins with this.
 */
export async function lockWalletAgents(ctx: Ctx, walletId: string): Promise<void> {
  await ctx.db.query({ name: 'agent.lockWallet', text: 'select 1 from wallet where id = $1 for no key update', values: [walletId] });
  await ctx.db.query({ name: 'agent.lockAll', text: 'select 1 from agent where wallet_id = $1 order by id for update', values: [walletId] });
}

/** Locks an agent of this wallet for a change; null for anyone else's. */
export async function lockOwnAgent(ctx: Ctx, owner: { walletId: string; agentId: string }): Promise<Agent | null> {
  const agent = await lockAgent(ctx, owner.agentId, 'update');
  return agent?.walletId === owner.walletId ? agent : null;
}

export async function insertAgent(ctx: Ctx, agent: Agent): Promise<void> {
  await ctx.db.query({
    name: 'agent.insert',
    text: `insert into agent (wallet_id, id, client_id, name, description, permissions, merchants, purchase_checkout_id, purchase_snapshot_hash,
             purchase_expires_at, status, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      agent.walletId, agent.id, agent.clientId, agent.name, agent.description, agent.permissions, agent.merchants ?? [], agent.purchase?.checkoutId ?? null,
      agent.purchase?.snapshotHash ?? null, agent.purchase?.expiresAt ?? null, agent.status, agent.createdAt,
    ],
  });
  await writeLimits(ctx, agent.id, agent.limits);
}

/** Writes the fields of an agent as they shall be. Its row must be locked. */
export async function writeFields(ctx: Ctx, agentId: string, fields: AgentFields): Promise<void> {
  await ctx.db.query({
    name: 'agent.writeFields',
    text: 'update agent set name = $2, description = $3, permissions = $4, status = $5, merchants = $6 where id = $1',
    values: [agentId, fields.name, fields.description, fields.permissions, fields.status, fields.merchants ?? []],
  });
  await writeLimits(ctx, agentId, fields.limits);
}

async function writeLimits(ctx: Ctx, agentId: string, limits: readonly AgentLimit[]): Promise<void> {
  await ctx.db.query({
    name: 'agent.deleteLimits',
    text: 'delete from agent_limit where agent_id = $1 and not (currency = any($2::text[]))',
    values: [agentId, limits.map((limit) => limit.currency)],
  });
  for (const limit of limits) {
    await ctx.db.query({
      name: 'agent.writeLimit',
      text: `insert into agent_limit (agent_id, currency, per_transaction_amount, daily_amount, weekly_amount, monthly_amount) values ($1, $2, $3, $4, $5, $6)
             on conflict (agent_id, currency) do update set per_transaction_amount = excluded.per_transaction_amount,
               daily_amount = excluded.daily_amount, weekly_amount = excluded.weekly_amount, monthly_amount = excluded.monthly_amount`,
      values: [agentId, limit.currency, limit.perTransactionAmount, limit.dailyAmount, limit.weeklyAmount ?? null, limit.monthlyAmount],
    });
  }
}

/** Replaces what waits for the owner's passkey: one change at a time. */
export async function putChange(ctx: Ctx, agentId: string, after: AgentFields): Promise<void> {
  await ctx.db.query({
    name: 'agent.putChange',
    text: `insert into agent_change (agent_id, after, created_at) values ($1, $2, $3)
           on conflict (agent_id) do update set after = excluded.after, created_at = excluded.created_at`,
    values: [agentId, encodeJson(after), ctx.clock.now()],
  });
}

export async function findChange(ctx: Ctx, agentId: string): Promise<AgentFields | null> {
  const [row] = await ctx.db.query<{ after: unknown }>({
    name: 'agent.findChange',
    text: 'select after from agent_change where agent_id = $1',
    values: [agentId],
  });
  return row ? decodeJson<AgentFields>(row.after) : null;
}

export async function deleteChange(ctx: Ctx, agentId: string): Promise<void> {
  await ctx.db.query({ name: 'agent.deleteChange', text: 'delete from agent_change where agent_id = $1', values: [agentId] });
}

export type Ceremony = { id: string; challenge: string; mandate: MandateDraft<IntentMandate> };

/** Hands out a challenge for one agent; those that were handed out before are void. */
export async function putCeremony(ctx: Ctx, agentId: string, ceremony: Ceremony, expiresAt: Date): Promise<void> {
  await voidCeremonies(ctx, agentId);
  const { before, after } = ceremony.mandate;
  await ctx.db.query({
    name: 'agent.insertCeremony',
    text: `insert into passkey_ceremony (id, purpose, subject, challenge, context, created_at, expires_at)
           values ($1, 'mandate', $2, $3, $4, $5, $6)`,
    values: [ceremony.id, agentId, ceremony.challenge, JSON.stringify({ before, after, mandate: ceremony.mandate }), ctx.clock.now(), expiresAt],
  });
}

/** The one challenge of an agent that may still be answered. */
export async function findCeremony(ctx: Ctx, agentId: string): Promise<Ceremony | null> {
  const [row] = await ctx.db.query<{ id: string; challenge: string; context: { mandate: MandateDraft<IntentMandate> } }>({
    name: 'agent.findCeremony',
    text: `select id, challenge, context from passkey_ceremony
           where purpose = 'mandate' and subject = $1 and used_at is null and expires_at > $2 order by created_at desc, id desc limit 1`,
    values: [agentId, ctx.clock.now()],
  });
  return row ? { id: row.id, challenge: row.challenge, mandate: row.context.mandate } : null;
}

/** Marks every open challenge of an agent as used. */
export async function voidCeremonies(ctx: Ctx, agentId: string): Promise<void> {
  await ctx.db.query({
    name: 'agent.voidCeremonies',
    text: `update passkey_ceremony set used_at = $2 where purpose = 'mandate' and subject = $1 and used_at is null`,
    values: [agentId, ctx.clock.now()],
  });
}

export async function insertSecret(ctx: Ctx, secret: { hash: string; agentId: string }): Promise<void> {
  await ctx.db.query({
    name: 'agent.insertSecret',
    text: 'insert into agent_secret (secret_hash, agent_id, created_at) values ($1, $2, $3)',
    values: [secret.hash, secret.agentId, ctx.clock.now()],
  });
}

/** Ends the current secret at `expiresAt`; one that ends sooner keeps its time. */
export async function expireSecrets(ctx: Ctx, agentId: string, expiresAt: Date): Promise<void> {
  await ctx.db.query({
    name: 'agent.expireSecrets',
    text: 'update agent_secret set expires_at = $2 where agent_id = $1 and (expires_at is null or expires_at > $2)',
    values: [agentId, expiresAt],
  });
}

/** The agent that this client id and secret belong to. */
export async function findAgentBySecret(ctx: Ctx, credential: { clientId: string; secretHash: string }): Promise<Agent | null> {
  if (!AGENT_ID.test(credential.clientId)) return null;
  const [row] = await ctx.db.query<AgentRow>({
    name: 'agent.findBySecret',
    text: `${SELECT_AGENT} join agent_secret s on s.agent_id = a.id
           where a.client_id = $1 and s.secret_hash = $2 and (s.expires_at is null or s.expires_at > $3)`,
    values: [credential.clientId, credential.secretHash, ctx.clock.now()],
  });
  return row ? toAgent(row) : null;
}

export type TokenStanding = {
  /** Its public keys, where its requests must be signed by one of them; else none. */
  readonly requestKeys: readonly object[];
  readonly walletId: string;
  readonly clientId: string;
  readonly status: AgentStatus;
  readonly permissions: readonly AgentPermission[];
  readonly lastUsedAt: Date | null;
  readonly revoked: boolean;
};

/** How an agent and one of its tokens stand now, in one statement: asked at every call. */
export async function findTokenStanding(ctx: Ctx, token: { agentId: string; jti: string }): Promise<TokenStanding | null> {
  const [row] = await ctx.db.query<Omit<AgentRow, 'limits' | 'merchants'> & { revoked: boolean; request_keys: { keys: readonly object[] } | null }>({
    name: 'agent.tokenStanding',
    text: `select wallet_id, client_id, status, permissions, last_used_at,
             exists (select 1 from revoked_token where jti = $2) as revoked,
             (select jwks from agent_client_key where agent_id = $1 and signs_requests) as request_keys
           from agent where id = $1`,
    values: [token.agentId, token.jti],
  });
  if (!row) return null;
  return {
    walletId: row.wallet_id,
    clientId: row.client_id,
    status: row.status,
    permissions: row.permissions.filter(isAgentPermission),
    lastUsedAt: row.last_used_at,
    revoked: row.revoked,
    requestKeys: row.request_keys?.keys ?? [],
  };
}

export async function insertRevokedToken(ctx: Ctx, token: { jti: string; expiresAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'agent.revokeToken',
    text: 'insert into revoked_token (jti, expires_at) values ($1, $2) on conflict (jti) do nothing',
    values: [token.jti, token.expiresAt],
  });
}

/** Forgets revoked tokens that have expired anyway; answers how many. */
export async function deleteExpiredRevocations(ctx: Ctx): Promise<number> {
  const rows = await ctx.db.query<{ jti: string }>({
    name: 'agent.deleteExpiredRevocations',
    text: 'delete from revoked_token where expires_at < $1 returning jti',
    values: [ctx.clock.now()],
  });
  return rows.length;
}

/** Moves the time of last use, unless it is younger than `before` or someone is changing the agent right now. */
export async function moveLastUsed(ctx: Ctx, agentId: string, before: Date): Promise<void> {
  await ctx.db.query({
    name: 'agent.touch',
    text: `update agent set last_used_at = $2 where id in (
             select id from agent where id = $1 and (last_used_at is null or last_used_at < $3) for no key update skip locked)`,
    values: [agentId, ctx.clock.now(), before],
  });
}

/** False when this key is there already. */
export async function insertUsedProof(ctx: Ctx, proof: { key: string; expiresAt: Date }): Promise<boolean> {
  const rows = await ctx.db.query<{ key: string }>({
    name: 'agent.useProof',
    text: 'insert into used_proof (key, expires_at) values ($1, $2) on conflict (key) do nothing returning key',
    values: [proof.key, proof.expiresAt],
  });
  return rows.length === 1;
}

export async function deleteExpiredProofs(ctx: Ctx): Promise<void> {
  await ctx.db.query({ name: 'agent.deleteExpiredProofs', text: 'delete from used_proof where expires_at < $1', values: [ctx.clock.now()] });
}

export async function insertClientKeys(ctx: Ctx, keys: { agentId: string; jwks: object; signsRequests: boolean }): Promise<void> {
  await ctx.db.query({
    name: 'agent.insertClientKeys',
    text: 'insert into agent_client_key (agent_id, jwks, signs_requests, created_at) values ($1, $2, $3, $4)',
    values: [keys.agentId, JSON.stringify(keys.jwks), keys.signsRequests, ctx.clock.now()],
  });
}

export async function writeClientKeys(ctx: Ctx, keys: { agentId: string; jwks: object }): Promise<void> {
  await ctx.db.query({
    name: 'agent.writeClientKeys',
    text: 'update agent_client_key set jwks = $2 where agent_id = $1',
    values: [keys.agentId, JSON.stringify(keys.jwks)],
  });
}

/** The public keys that an agent authenticates with; null for one that has secrets. */
export async function findClientKeys(ctx: Ctx, agentId: string): Promise<unknown> {
  const [row] = await ctx.db.query<{ jwks: unknown }>({ name: 'agent.findClientKeys', text: 'select jwks from agent_client_key where agent_id = $1', values: [agentId] });
  return row?.jwks ?? null;
}
