import type { Ctx } from '@/lib/ports';
import type { StoredMandate } from './store';
import type { MandateType, SignedMandate } from './types';

/** An intent mandate is in force until another takes its place, it runs out or its agent is revoked. The others are records of one purchase. */
export type MandateState = 'in_force' | 'ended' | 'expired' | 'recorded';

export type MandateRowView = {
  readonly id: string;
  readonly type: MandateType;
  readonly agentId: string;
  readonly agentName: string;
  readonly merchantName: string | null;
  readonly paymentId: string | null;
  readonly state: MandateState;
  readonly createdAt: Date;
};

export type MandateDetailView = MandateRowView & {
  /** With its signature: a compact ES256 JWS whose payload is the rest of the object. */
  readonly mandate: SignedMandate;
  readonly keyId: string;
  readonly endedAt: Date | null;
  /** The other mandates of the same purchase. */
  readonly siblings: readonly MandateRowView[];
};

type Row = {
  id: string;
  type: MandateType;
  agent_id: string;
  agent_name: string;
  merchant_name: string | null;
  payment_id: string | null;
  valid_until: string | null;
  created_at: Date;
  revoked_at: Date | null;
};

const PAGE_SIZE = 25;
const MANDATE_ID = /^mandate_[0-9a-z]{26}$/;
const SELECT = `
  select d.id, d.type, d.agent_id, a.name as agent_name, m.name as merchant_name, d.payment_id, d.created_at, d.revoked_at, d.content->'mandate'->>'validUntil' as valid_until`;
const FROM = `
    from mandate d join agent a on a.wallet_id = d.wallet_id and a.id = d.agent_id left join merchant m on m.id = d.merchant_id
   where d.wallet_id = $1`;

/** Everything that was signed for an owner, newest first; `cursor` is the last id of the page before. */
export async function loadMandates(
  ctx: Ctx,
  query: { walletId: string; type?: MandateType; cursor?: string },
): Promise<{ mandates: MandateRowView[]; nextCursor: string | null }> {
  const rows = await ctx.db.query<Row>({
    name: 'mandate.view-list',
    text: `${SELECT} ${FROM} and ($2::text is null or d.type = $2)
             and ($3::text is null or (d.created_at, d.id) < (select created_at, id from mandate where id = $3 and wallet_id = $1))
           order by d.created_at desc, d.id desc limit ${PAGE_SIZE + 1}`,
    values: [query.walletId, query.type ?? null, query.cursor ?? null],
  });
  const mandates = rows.slice(0, PAGE_SIZE).map((row) => toRow(row, ctx.clock.now()));
  return { mandates, nextCursor: rows.length > PAGE_SIZE ? (mandates.at(-1)?.id ?? null) : null };
}

/** One mandate of this owner, or null: another's is as unknown as none. */
export async function loadMandate(ctx: Ctx, query: { walletId: string; mandateId: string }): Promise<MandateDetailView | null> {
  if (!MANDATE_ID.test(query.mandateId)) return null;
  const [row] = await ctx.db.query<Row & { content: StoredMandate; jws: string; key_id: string }>({
    name: 'mandate.view',
    text: `${SELECT}, d.content, d.jws, d.key_id ${FROM} and d.id = $2`,
    values: [query.walletId, query.mandateId],
  });
  if (!row) return null;
  return {
    ...toRow(row, ctx.clock.now()),
    mandate: { ...row.content.mandate, signature: row.jws },
    keyId: row.key_id,
    endedAt: row.revoked_at,
    siblings: row.payment_id === null ? [] : await listSiblings(ctx, { ...query, paymentId: row.payment_id }),
  };
}

async function listSiblings(ctx: Ctx, query: { walletId: string; mandateId: string; paymentId: string }): Promise<MandateRowView[]> {
  const rows = await ctx.db.query<Row>({
    name: 'mandate.view-siblings',
    text: `${SELECT} ${FROM} and d.payment_id = $2 and d.id <> $3 order by d.created_at, d.type, d.id limit 20`,
    values: [query.walletId, query.paymentId, query.mandateId],
  });
  return rows.map((row) => toRow(row, ctx.clock.now()));
}

const toRow = (row: Row, now: Date): MandateRowView => ({
  id: row.id,
  type: row.type,
  agentId: row.agent_id,
  agentName: row.agent_name,
  merchantName: row.merchant_name,
  paymentId: row.payment_id,
  state: stateOf(row, now),
  createdAt: row.created_at,
});

function stateOf({ type, revoked_at, valid_until }: Row, now: Date): MandateState {
  if (type !== 'intent') return 'recorded';
  if (revoked_at !== null) return 'ended';
  return valid_until !== null && Date.parse(valid_until) <= now.getTime() ? 'expired' : 'in_force';
}
