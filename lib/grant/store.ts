import type { Agent, OnePurchase } from '@/lib/agent';
import { decodeJson, encodeJson } from '@/lib/db';
import type { Ctx } from '@/lib/ports';
import type { Asked, Grant, GrantKind, GrantStatus, OAuthClient } from './types';

type GrantRow = {
  id: string;
  kind: GrantKind;
  status: GrantStatus;
  asked: unknown;
  oauth_client_id: string | null;
  wallet_id: string | null;
  proposal: unknown;
  agent_id: string | null;
  redirect_uri: string | null;
  state: string | null;
  code_challenge: string | null;
  dpop_jkt: string | null;
  interval_seconds: number;
  next_poll_at: Date;
  token_jti: string | null;
  token_expires_at: Date | null;
  created_at: Date;
  expires_at: Date;
};

const COLUMNS = `id, kind, status, asked, oauth_client_id, wallet_id, proposal, agent_id, redirect_uri, state, code_challenge, dpop_jkt,
  interval_seconds, next_poll_at, token_jti, token_expires_at, created_at, expires_at`;

const toGrant = (row: GrantRow): Grant => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  asked: decodeJson<Asked>(row.asked),
  oauthClientId: row.oauth_client_id,
  walletId: row.wallet_id,
  proposal: row.proposal === null ? null : toProposal(row.proposal),
  agentId: row.agent_id,
  redirectUri: row.redirect_uri,
  state: row.state,
  codeChallenge: row.code_challenge,
  dpopJkt: row.dpop_jkt,
  intervalSeconds: row.interval_seconds,
  nextPollAt: row.next_poll_at,
  token: row.token_jti !== null && row.token_expires_at !== null ? { jti: row.token_jti, expiresAt: row.token_expires_at } : null,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

function toProposal(stored: unknown): Agent {
  type Stored = Omit<Agent, 'createdAt' | 'purchase'> & { createdAt: string; purchase?: Omit<OnePurchase, 'expiresAt'> & { expiresAt: string } };
  const { createdAt, purchase, ...agent } = decodeJson<Stored>(stored);
  return { ...agent, createdAt: new Date(createdAt), ...(purchase ? { purchase: { ...purchase, expiresAt: new Date(purchase.expiresAt) } } : {}) };
}

export type NewGrant = Pick<Grant, 'kind' | 'id' | 'asked' | 'oauthClientId' | 'walletId' | 'redirectUri' | 'state' | 'codeChallenge' | 'dpopJkt' | 'expiresAt'> & {
  readonly codeHash: string | null;
  readonly userCodeHash: string | null;
  readonly intervalSeconds: number;
};

export async function insertGrant(ctx: Ctx, grant: NewGrant): Promise<void> {
  await ctx.db.query({
    name: 'grant.insert',
    text: `insert into oauth_grant (id, kind, status, asked, oauth_client_id, wallet_id, code_hash, user_code_hash, redirect_uri, state,
             code_challenge, dpop_jkt, interval_seconds, next_poll_at, created_at, expires_at)
           values ($1, $2, 'pending', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)`,
    values: [
      grant.id, grant.kind, encodeJson(grant.asked), grant.oauthClientId, grant.walletId, grant.codeHash, grant.userCodeHash, grant.redirectUri, grant.state,
      grant.codeChallenge, grant.dpopJkt, grant.intervalSeconds, ctx.clock.now(), grant.expiresAt,
    ],
  });
}

const GRANT_ID = /^grant_[0-9a-z]{26}$/;

/** Locks a grant by its id for a change, in the caller's transaction. */
export async function lockGrant(ctx: Ctx, id: string): Promise<Grant | null> {
  if (!GRANT_ID.test(id)) return null;
  const [row] = await ctx.db.query<GrantRow>({ name: 'grant.lock', text: `select ${COLUMNS} from oauth_grant where id = $1 for update`, values: [id] });
  return row ? toGrant(row) : null;
}

/** Locks the grant that an authorization code or a device code names, so that of many who show it one is first. */
export async function lockGrantByCode(ctx: Ctx, key: { kind: GrantKind; codeHash: string }): Promise<Grant | null> {
  const [row] = await ctx.db.query<GrantRow>({
    name: 'grant.lockByCode',
    text: `select ${COLUMNS} from oauth_grant where code_hash = $1 and kind = $2 for update`,
    values: [key.codeHash, key.kind],
  });
  return row ? toGrant(row) : null;
}

/** The live request that a user code names; null when it was answered, has expired or never was. */
export async function findPendingByUserCode(ctx: Ctx, userCodeHash: string): Promise<Grant | null> {
  const [row] = await ctx.db.query<GrantRow>({
    name: 'grant.findByUserCode',
    text: `select ${COLUMNS} from oauth_grant where user_code_hash = $1 and status = 'pending' and expires_at > $2`,
    values: [userCodeHash, ctx.clock.now()],
  });
  return row ? toGrant(row) : null;
}

const LIST_MAX = 50;

/** The live device requests that wait for this owner alone, newest first; at most 50. */
export async function listPendingGrants(ctx: Ctx, walletId: string): Promise<Grant[]> {
  const rows = await ctx.db.query<GrantRow>({
    name: 'grant.listPending',
    text: `select ${COLUMNS} from oauth_grant where wallet_id = $1 and kind = 'device' and user_code_hash is null and status = 'pending' and expires_at > $2
           order by created_at desc, id desc limit ${LIST_MAX}`,
    values: [walletId, ctx.clock.now()],
  });
  return rows.map(toGrant);
}

export async function putProposal(ctx: Ctx, id: string, proposal: Agent): Promise<void> {
  await ctx.db.query({
    name: 'grant.putProposal',
    text: `update oauth_grant set proposal = $2, wallet_id = $3 where id = $1 and status = 'pending'`,
    values: [id, encodeJson(proposal), proposal.walletId],
  });
}

/** pending -> approved, with the code that redeems it and how long. */
export async function approveGrant(ctx: Ctx, approval: { id: string; agentId: string; codeHash: string | null; expiresAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'grant.approve',
    text: `update oauth_grant set status = 'approved', agent_id = $2, code_hash = coalesce($3, code_hash), expires_at = $4, user_code_hash = null
           where id = $1 and status = 'pending'`,
    values: [approval.id, approval.agentId, approval.codeHash, approval.expiresAt],
  });
}

/** pending -> denied. */
export async function denyPending(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.query({
    name: 'grant.deny',
    text: `update oauth_grant set status = 'denied', user_code_hash = null where id = $1 and status = 'pending'`,
    values: [id],
  });
}

/** approved -> redeemed, with what was issued. */
export async function redeemGrant(ctx: Ctx, id: string, token: { jti: string; expiresAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'grant.redeem',
    text: `update oauth_grant set status = 'redeemed', token_jti = $2, token_expires_at = $3 where id = $1 and status = 'approved'`,
    values: [id, token.jti, token.expiresAt],
  });
}

export async function movePoll(ctx: Ctx, id: string, poll: { intervalSeconds: number; nextPollAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'grant.movePoll',
    text: 'update oauth_grant set interval_seconds = $2, next_poll_at = $3 where id = $1',
    values: [id, poll.intervalSeconds, poll.nextPollAt],
  });
}

/** The registered client that an agent came by; null for one that an owner made. */
export async function findClientIdOfAgent(ctx: Ctx, agentId: string): Promise<string | null> {
  const [row] = await ctx.db.query<{ oauth_client_id: string | null }>({
    name: 'grant.clientOfAgent',
    text: `select oauth_client_id from oauth_grant where agent_id = $1 and oauth_client_id is not null limit 1`,
    values: [agentId],
  });
  return row?.oauth_client_id ?? null;
}

const CLIENT_ID = /^client_[0-9a-z]{26}$/;

export async function insertClient(ctx: Ctx, client: OAuthClient): Promise<void> {
  await ctx.db.query({
    name: 'grant.insertClient',
    text: 'insert into oauth_client (id, name, redirect_uris, created_at) values ($1, $2, $3, $4)',
    values: [client.id, client.name, client.redirectUris, client.createdAt],
  });
}

/** A registered client by its id; null when there is none. */
export async function findClient(ctx: Ctx, id: string): Promise<OAuthClient | null> {
  if (!CLIENT_ID.test(id)) return null;
  const [row] = await ctx.db.query<{ id: string; name: string; redirect_uris: string[]; created_at: Date }>({
    name: 'grant.findClient',
    text: 'select id, name, redirect_uris, created_at from oauth_client where id = $1',
    values: [id],
  });
  return row ? { id: row.id, name: row.name, redirectUris: row.redirect_uris, createdAt: row.created_at } : null;
}

/** Pairing codes of one wallet are made one after the other, so that their number can be bounded. Until the transaction ends. */
export async function lockPairingCodes(tx: Ctx, walletId: string): Promise<void> {
  await tx.db.query({ name: 'grant.lockPairing', text: `select pg_advisory_xact_lock(hashtextextended('pairing:' || $1, 0))`, values: [walletId] });
}

export async function countActivePairingCodes(ctx: Ctx, walletId: string): Promise<number> {
  const [row] = await ctx.db.query<{ active: number }>({
    name: 'grant.countPairing',
    text: 'select count(*)::int as active from pairing_code where wallet_id = $1 and used_at is null and expires_at > $2',
    values: [walletId, ctx.clock.now()],
  });
  return row?.active ?? 0;
}

export async function insertPairingCode(ctx: Ctx, code: { codeHash: string; walletId: string; expiresAt: Date }): Promise<void> {
  await ctx.db.query({
    name: 'grant.insertPairing',
    text: 'insert into pairing_code (code_hash, wallet_id, created_at, expires_at) values ($1, $2, $3, $4)',
    values: [code.codeHash, code.walletId, ctx.clock.now(), code.expiresAt],
  });
}

/** Uses a pairing code up, once; the wallet that made it, or null when it is unknown, used or too old. */
export async function usePairingCode(ctx: Ctx, codeHash: string): Promise<string | null> {
  const [row] = await ctx.db.query<{ wallet_id: string }>({
    name: 'grant.usePairing',
    text: 'update pairing_code set used_at = $2 where code_hash = $1 and used_at is null and expires_at > $2 returning wallet_id',
    values: [codeHash, ctx.clock.now()],
  });
  return row?.wallet_id ?? null;
}

/** Forgets requests that ended unanswered or were answered long ago, and pairing codes of that age. Approved ones stay: they name the client of an agent. */
export async function deleteGrantsBefore(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.query({
    name: 'grant.deleteOld',
    text: `delete from oauth_grant where expires_at < $1 and status in ('pending', 'denied')`,
    values: [before],
  });
  await ctx.db.query({ name: 'grant.deleteOldPairing', text: 'delete from pairing_code where expires_at < $1', values: [before] });
}

/** For tests alone (POST /testing/age). */
export async function ageGrants(ctx: Ctx, { ids, seconds }: { ids: readonly string[]; seconds: number }): Promise<boolean> {
  const by = `$2::int * interval '1 second'`;
  const grants = await ctx.db.query<{ id: string }>({
    name: 'grant.age',
    text: `update oauth_grant set created_at = created_at - ${by}, expires_at = expires_at - ${by}, next_poll_at = next_poll_at - ${by}
           where code_hash = any($1) or id = any($1) returning id`,
    values: [ids, seconds],
  });
  const codes = await ctx.db.query<{ code_hash: string }>({
    name: 'grant.agePairing',
    text: `update pairing_code set created_at = created_at - ${by}, expires_at = expires_at - ${by} where code_hash = any($1) returning code_hash`,
    values: [ids, seconds],
  });
  return grants.length + codes.length > 0;
}
