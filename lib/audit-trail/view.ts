import type { Ctx, TrailDetail, TrailKind } from '@/lib/ports';
import { listLinks, listSeals } from './store';

export type TrailRow = {
  readonly id: string;
  readonly kind: TrailKind;
  /** owner, system, or the name of an agent. */
  readonly actor: string;
  readonly subject: string | null;
  readonly agentName: string | null;
  readonly detail: TrailDetail;
  readonly at: Date;
  /** Its place in the chain; null while it waits for one. */
  readonly seq: string | null;
  readonly hash: string | null;
};

type Row = {
  id: string; kind: TrailKind; actor: string; subject: string | null; agent_name: string | null; actor_name: string | null; detail: TrailDetail; at: Date;
  seq: bigint | null; hash: string | null;
};

const PAGE_SIZE = 50;

/** What happened in a wallet, newest first; `cursor` is the last id of the page before. */
export async function loadTrail(ctx: Ctx, query: { walletId: string; cursor?: string }): Promise<{ events: TrailRow[]; nextCursor: string | null }> {
  const rows = await ctx.db.query<Row>({
    name: 'trail.view',
    text: `select e.id, e.kind, e.actor, e.subject, e.detail, e.at, l.seq, l.hash, a.name as agent_name, b.name as actor_name
             from audit_event e
             left join audit_link l on l.wallet_id = e.wallet_id and l.event_id = e.id
             left join agent a on a.wallet_id = e.wallet_id and a.id = coalesce(e.detail->>'agent_id', e.subject)
             left join agent b on b.wallet_id = e.wallet_id and b.id = e.actor
            where e.wallet_id = $1 and ($2::text is null or e.id < $2) order by e.id desc limit ${PAGE_SIZE + 1}`,
    values: [query.walletId, query.cursor ?? null],
  });
  const events = rows.slice(0, PAGE_SIZE).map((row) => ({
    id: row.id, kind: row.kind, actor: row.actor_name ?? row.actor, subject: row.subject, agentName: row.agent_name, detail: row.detail, at: row.at,
    seq: row.seq === null ? null : row.seq.toString(), hash: row.hash,
  }));
  return { events, nextCursor: rows.length > PAGE_SIZE ? (events.at(-1)?.id ?? null) : null };
}

const EXPORT_PAGE = 1_000;

/** A wallet's chain from its first link, as it is exported: `content` is the text whose SHA-256 is `hash`. Read a page at a time. */
export async function* streamChain(ctx: Ctx, walletId: string): AsyncGenerator<{ seq: string; content: string; hash: string }> {
  let after = 0n;
  for (let page = await listLinks(ctx, { walletId, after, limit: EXPORT_PAGE }); page.length > 0; page = await listLinks(ctx, { walletId, after, limit: EXPORT_PAGE })) {
    for (const { seq, content, hash } of page) {
      after = seq;
      yield { seq: seq.toString(), content, hash };
    }
  }
}

/** Every end of the chain that was signed, the oldest first. */
export const listTrailSeals = async (ctx: Ctx, walletId: string): Promise<object[]> => (await listSeals(ctx, walletId)).map((seal) => seal.record);
