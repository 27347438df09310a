import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import type { Message, MessageQuery, SeenMessage } from './types';

/** A row of `installation`: until when requests are kept. */
const SWITCH = 'inspector_until';
const KEPT_SECONDS = 3600;
const KEPT_PER_WIRE = 200;

/** Until when every process keeps what its wires are asked; null while none does. */
export async function inspectedUntil(ctx: Ctx): Promise<Date | null> {
  const [row] = await ctx.db.query<{ value: string }>({ name: 'operations.inspected-until', text: 'select value from installation where key = $1', values: [SWITCH] });
  const until = row ? new Date(row.value) : null;
  return until && until > ctx.clock.now() ? until : null;
}

/** Switches the inspector on until then, or off. The processes follow within two seconds. */
export function inspectUntil(ctx: Ctx, until: Date | null): Promise<void> {
  return ctx.db.write({
    name: 'operations.inspect-until',
    text: 'insert into installation (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
    values: [SWITCH, (until ?? ctx.clock.now()).toISOString()],
  });
}

/** Keeps requests that were seen, in the order given. */
export async function keepMessages(ctx: Ctx, messages: readonly SeenMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await ctx.db.write({
    name: 'operations.keep-messages',
    text: `insert into protocol_message (at, wire, method, route, status, duration_ms, request_id, tenant_id, credential, request_body, response_body, skipped)
           select (m->>'at')::timestamptz, m->>'wire', m->>'method', m->>'route', (m->>'status')::int, (m->>'durationMs')::float, m->>'requestId', m->>'tenantId', m->>'credential',
                  m->>'requestBody', m->>'responseBody', (m->>'skipped')::int
             from jsonb_array_elements($1::jsonb) with ordinality as given (m, place) order by place`,
    values: [JSON.stringify(messages)],
  });
}

type Row = Omit<Message, 'durationMs' | 'requestId' | 'tenantId' | 'requestBody' | 'responseBody'> & {
  duration_ms: number; request_id: string; tenant_id: string | null; request_body: string | null; response_body: string | null;
};

/** Requests that were kept, of a wire or of all (null), the newest first, from before `beforeId` on. Of every tenant: an operator's alone. */
export async function listMessages(ctx: Ctx, { wire, beforeId, limit }: MessageQuery): Promise<Message[]> {
  const rows = await ctx.db.query<Row>({
    name: 'operations.list-messages',
    text: `select id, at, wire, method, route, status, duration_ms, request_id, tenant_id, credential, request_body, response_body, skipped from protocol_message
            where ($1::text is null or wire = $1) and ($2::bigint is null or id < $2) and at > $3 order by id desc limit $4`,
    values: [wire, beforeId?.toString() ?? null, addSeconds(ctx.clock.now(), -KEPT_SECONDS), limit],
  });
  return rows.map(({ duration_ms: durationMs, request_id: requestId, tenant_id: tenantId, request_body: requestBody, response_body: responseBody, ...row }) => ({ ...row, durationMs, requestId, tenantId, requestBody, responseBody }));
}

/** Deletes what is older than an hour, and of each wire all but the newest 200. For a periodic job. */
export function sweepMessages(ctx: Ctx): Promise<void> {
  return ctx.db.write({
    name: 'operations.sweep-messages',
    text: `delete from protocol_message where at <= $1 or id in (
             select id from (select id, row_number() over (partition by wire order by id desc) as place from protocol_message) ranked where place > $2)`,
    values: [addSeconds(ctx.clock.now(), -KEPT_SECONDS), KEPT_PER_WIRE],
  });
}
