import type { Ctx } from '@/lib/ports';
import type { MandateDraft, PublicJwk, SigningPurpose } from './types';

export type SigningKeyRow = { id: string; purpose: SigningPurpose; public_jwk: PublicJwk; sealed_private: string };

/** Any constant will do; every process takes the same. */
const SIGNING_KEY_LOCK = 7_301_001;

/** Held until the transaction ends: one process at a time makes keys. */
export async function lockSigningKeys(ctx: Ctx): Promise<void> {
  await ctx.db.query({ name: 'mandate.lockSigningKeys', text: 'select pg_advisory_xact_lock($1)', values: [SIGNING_KEY_LOCK] });
}

export async function findCurrentSigningKey(ctx: Ctx, purpose: SigningPurpose): Promise<SigningKeyRow | null> {
  const [row] = await ctx.db.query<SigningKeyRow>({
    name: 'mandate.findCurrentSigningKey',
    text: `select id, purpose, public_jwk, sealed_private from signing_key
           where purpose = $1 and retired_at is null order by created_at desc, id limit 1`,
    values: [purpose],
  });
  return row ?? null;
}

export async function findPublicKey(ctx: Ctx, kid: string): Promise<{ purpose: SigningPurpose; public_jwk: PublicJwk } | null> {
  const [row] = await ctx.db.query<{ purpose: SigningPurpose; public_jwk: PublicJwk }>({
    name: 'mandate.findPublicKey',
    text: 'select purpose, public_jwk from signing_key where id = $1',
    values: [kid],
  });
  return row ?? null;
}

/** Retired keys too: what they signed must stay verifiable. */
export async function listPublicKeys(ctx: Ctx): Promise<PublicJwk[]> {
  const rows = await ctx.db.query<{ public_jwk: PublicJwk }>({
    name: 'mandate.listPublicKeys',
    text: 'select public_jwk from signing_key order by created_at, id',
    values: [],
  });
  return rows.map((row) => row.public_jwk);
}

export async function insertSigningKey(ctx: Ctx, row: SigningKeyRow): Promise<void> {
  await ctx.db.query({
    name: 'mandate.insertSigningKey',
    text: 'insert into signing_key (id, purpose, public_jwk, sealed_private, created_at) values ($1, $2, $3, $4, $5)',
    values: [row.id, row.purpose, JSON.stringify(row.public_jwk), row.sealed_private, ctx.clock.now()],
  });
}

/** What was signed stays verifiable: a retired key is kept, and signs nothing more. */
export async function retireSigningKeys(ctx: Ctx): Promise<void> {
  await ctx.db.query({ name: 'mandate.retireSigningKeys', text: 'update signing_key set retired_at = $1 where retired_at is null', values: [ctx.clock.now()] });
}

/** What stands in mandate.content. */
export type StoredMandate = { mandate: MandateDraft; evidence: object | null };
export type MandateRow = { content: StoredMandate; jws: string; created_at: Date };

export async function insertMandate(
  ctx: Ctx,
  row: { walletId: string; merchantId: string | null; paymentId: string | null; stored: StoredMandate; jws: string; keyId: string },
): Promise<void> {
  const { mandate } = row.stored;
  await ctx.db.write({
    name: 'mandate.insert',
    text: `insert into mandate (id, type, wallet_id, agent_id, merchant_id, payment_id, content, jws, key_id, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      mandate.mandateId, mandate.type, row.walletId, mandate.agentId, row.merchantId, row.paymentId, JSON.stringify(row.stored), row.jws, row.keyId,
      new Date(mandate.createdAt),
    ],
  });
}

export async function revokeIntentMandates(ctx: Ctx, agentId: string): Promise<void> {
  await ctx.db.write({
    name: 'mandate.revokeIntents',
    text: `update mandate set revoked_at = $2 where agent_id = $1 and type = 'intent' and revoked_at is null`,
    values: [agentId, ctx.clock.now()],
  });
}

export async function findLiveIntentMandate(ctx: Ctx, agentId: string): Promise<MandateRow | null> {
  const [row] = await ctx.db.query<MandateRow>({
    name: 'mandate.findLiveIntent',
    text: `select content, jws, created_at from mandate
           where agent_id = $1 and type = 'intent' and revoked_at is null order by created_at desc, id desc limit 1`,
    values: [agentId],
  });
  return row ?? null;
}

export async function findIntentMandateInForce(ctx: Ctx, query: { agentId: string; at: Date }): Promise<MandateRow | null> {
  const [row] = await ctx.db.query<MandateRow>({
    name: 'mandate.findIntentInForce',
    text: `select content, jws, created_at from mandate
           where agent_id = $1 and type = 'intent' and created_at <= $2 and (revoked_at is null or revoked_at > $2)
           order by created_at desc, id desc limit 1`,
    values: [query.agentId, query.at],
  });
  return row ?? null;
}

export async function findMandate(ctx: Ctx, mandateId: string): Promise<MandateRow | null> {
  const [row] = await ctx.db.query<MandateRow>({ name: 'mandate.find', text: 'select content, jws, created_at from mandate where id = $1', values: [mandateId] });
  return row ?? null;
}

export async function findEvidenceOfMandate(ctx: Ctx, mandateId: string): Promise<object | null> {
  const [row] = await ctx.db.query<{ evidence: object | null }>({
    name: 'mandate.findEvidence',
    text: `select content->'evidence' as evidence from mandate where id = $1`,
    values: [mandateId],
  });
  return row?.evidence ?? null;
}

/** Cart and payment mandates of one payment, oldest first; at most 20 (a reissued token signs again). */
export const listMandatesOfPayment = (ctx: Ctx, paymentId: string): Promise<MandateRow[]> =>
  ctx.db.query<MandateRow>({
    name: 'mandate.listOfPayment',
    text: 'select content, jws, created_at from mandate where payment_id = $1 order by created_at, type, id limit 20',
    values: [paymentId],
  });
