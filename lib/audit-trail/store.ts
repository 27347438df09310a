import type { Ctx } from '@/lib/ports';
import type { StoredEvent } from './link';

export type Link = { readonly seq: bigint; readonly eventId: string; readonly previousHash: string; readonly content: string; readonly hash: string };

/** Wallets whose events wait to be chained. */
export async function listUnsealedWallets(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db.query<{ wallet_id: string }>({ name: 'trail.unsealed', text: 'select distinct wallet_id from audit_pending limit $1', values: [limit] });
  return rows.map((row) => row.wallet_id);
}

/** One at a time chains a wallet's events; until the transaction ends. Nothing else waits for it. */
export async function lockChain(tx: Ctx, walletId: string): Promise<void> {
  await tx.db.query({ name: 'trail.lock', text: `select pg_advisory_xact_lock(hashtextextended('audit-trail:' || $1, 0))`, values: [walletId] });
}

/** The last link of a chain, or null before the first. */
export async function findHead(ctx: Ctx, walletId: string): Promise<{ seq: bigint; hash: string } | null> {
  const [row] = await ctx.db.query<{ seq: bigint; hash: string }>({
    name: 'trail.head',
    text: 'select seq, hash from audit_link where wallet_id = $1 order by seq desc limit 1',
    values: [walletId],
  });
  return row ?? null;
}

/** The oldest events that wait, in the order they were written. */
export const listPending = (ctx: Ctx, query: { walletId: string; limit: number }): Promise<StoredEvent[]> =>
  ctx.db.query<StoredEvent>({
    name: 'trail.pending',
    text: `select e.id, e.kind, e.actor, e.subject, e.detail, e.at from audit_pending p join audit_event e on e.wallet_id = p.wallet_id and e.id = p.event_id
            where p.wallet_id = $1 order by p.position limit $2`,
    values: [query.walletId, query.limit],
  });

export async function insertLinks(tx: Ctx, walletId: string, links: readonly Link[]): Promise<void> {
  await tx.db.query({
    name: 'trail.insert-links',
    text: `insert into audit_link (wallet_id, seq, event_id, previous_hash, content, hash)
           select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])`,
    values: [walletId, links.map(({ seq }) => seq), links.map(({ eventId }) => eventId), links.map(({ previousHash }) => previousHash), links.map(({ content }) => content), links.map(({ hash }) => hash)],
  });
  await tx.db.query({
    name: 'trail.delete-pending',
    text: 'delete from audit_pending where wallet_id = $1 and event_id = any($2)',
    values: [walletId, links.map(({ eventId }) => eventId)],
  });
}

export type Seal = { readonly seq: bigint; readonly hash: string; readonly record: object; readonly createdAt: Date };

export async function insertSeal(tx: Ctx, walletId: string, seal: Seal): Promise<void> {
  await tx.db.query({
    name: 'trail.insert-seal',
    text: 'insert into audit_seal (wallet_id, seq, hash, record, created_at) values ($1, $2, $3, $4, $5)',
    values: [walletId, seal.seq, seal.hash, JSON.stringify(seal.record), seal.createdAt],
  });
}

export type LinkedEvent = Link & { readonly event: StoredEvent | null };
type LinkedRow = { seq: bigint; event_id: string; previous_hash: string; content: string; hash: string; id: string | null } & Omit<StoredEvent, 'id'>;

/** Links of a chain with the events they are about, in order, from one place on. */
export async function listLinks(ctx: Ctx, query: { walletId: string; after: bigint; limit: number }): Promise<LinkedEvent[]> {
  const rows = await ctx.db.query<LinkedRow>({
    name: 'trail.links',
    text: `select l.seq, l.event_id, l.previous_hash, l.content, l.hash, e.id, e.kind, e.actor, e.subject, e.detail, e.at
             from audit_link l left join audit_event e on e.wallet_id = l.wallet_id and e.id = l.event_id
            where l.wallet_id = $1 and l.seq > $2 order by l.seq limit $3`,
    values: [query.walletId, query.after, query.limit],
  });
  return rows.map(({ seq, event_id, previous_hash, content, hash, id, kind, actor, subject, detail, at }) => ({
    seq, eventId: event_id, previousHash: previous_hash, content, hash, event: id === null ? null : { id, kind, actor, subject, detail, at },
  }));
}

export async function listSeals(ctx: Ctx, walletId: string): Promise<Seal[]> {
  const rows = await ctx.db.query<{ seq: bigint; hash: string; record: object; created_at: Date }>({
    name: 'trail.seals',
    text: 'select seq, hash, record, created_at from audit_seal where wallet_id = $1 order by seq',
    values: [walletId],
  });
  return rows.map(({ seq, hash, record, created_at }) => ({ seq, hash, record, createdAt: created_at }));
}

/** Events that are neither chained nor waiting for it, which should be none; and how many wait. */
export async function countUnchained(ctx: Ctx, walletId: string): Promise<{ lost: number; waiting: number }> {
  const [row] = await ctx.db.query<{ lost: number; waiting: number }>({
    name: 'trail.unchained',
    text: `select count(*) filter (where p.event_id is null)::int as lost, count(p.event_id)::int as waiting
             from audit_event e left join audit_pending p on p.wallet_id = e.wallet_id and p.event_id = e.id
            where e.wallet_id = $1 and not exists (select from audit_link l where l.wallet_id = e.wallet_id and l.event_id = e.id)`,
    values: [walletId],
  });
  return { lost: row?.lost ?? 0, waiting: row?.waiting ?? 0 };
}
