import { z } from 'zod';
import { recordAct } from '@/lib/auth';
import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { redact } from '@/lib/operations';
import { inTransaction, listDeadLetters, replayDeadLetters, type DeadLetter } from '@/lib/ports';
import { ops, opsTenant } from './ops';

const PAGE_SIZE = 50;
const BODY_LIMIT_BYTES = 16 * 1024;
const REPLAYED_MAX = 1000;

/** GET /api/v1/ops/dead-letter[?cursor=]: promised side effects that failed for good, newest first (rules.md, Orchestrator). */
export const getDeadLetters: Endpoint = endpoint({
  ...ops,
  method: 'GET',
  path: '/api/v1/ops/dead-letter',
  handle: async (ctx, request) => {
    const cursor = new URL(request.url).searchParams.get('cursor') ?? undefined;
    const beforeId = decodeRowCursor(cursor);
    if (cursor !== undefined && beforeId === null) throw fail(400, 'invalid_request', 'cursor must be a next_cursor of an earlier answer.');
    const found = await listDeadLetters(ctx, { tenantId: opsTenant(ctx), beforeId, limit: PAGE_SIZE + 1 });
    const page = found.slice(0, PAGE_SIZE);
    const last = found.length > PAGE_SIZE ? page.at(-1) : undefined;
    return respond({ entries: page.map(toWire), next_cursor: last ? String(last.id) : null });
  },
});

const EntryId = z.union([z.string().min(1).max(100), z.int()], { error: 'must be the id of an entry' });
/** The id of an entry; `message_id` is the text's own name for it. Many: their ids, or all of a topic, the oldest first. */
export const ReplayBody = z.union([
  z.strictObject({ id: EntryId }),
  z.strictObject({ message_id: EntryId }).transform(({ message_id: id }) => ({ id })),
  z.strictObject({ ids: z.array(EntryId).min(1).max(REPLAYED_MAX) }),
  z.strictObject({ topic: z.string().min(1).max(100) }),
]);

/** POST /api/v1/ops/dead-letter/replay: due again at once. {id} -> whether something dead has this id; {ids} or {topic} -> how many, 1000 at most. */
export const postReplay: Endpoint = endpoint({
  ...ops,
  method: 'POST',
  path: '/api/v1/ops/dead-letter/replay',
  handle: async (ctx, request) => {
    const parsed = ReplayBody.safeParse(await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    if (!parsed.success) {
      const { param, message } = firstIssue(parsed.error);
      throw fail(400, 'invalid_request', `${param} ${message}`);
    }
    const { data } = parsed;
    const wanted = 'topic' in data ? { topic: data.topic } : { ids: toIds('ids' in data ? data.ids : [data.id]) };
    const replayed = await inTransaction(ctx, async (tx) => {
      const ids = (await replayDeadLetters(tx, { ...wanted, tenantId: opsTenant(ctx), limit: REPLAYED_MAX })).map(String);
      await recordAct(tx, { action: 'replay_dead_letters', subjects: ids, outcome: ids.length > 0 ? 'done' : 'nothing', ...('topic' in data && { note: `topic ${data.topic}` }) });
      return ids;
    });
    if (replayed.length > 0) ctx.log.info({ eventIds: replayed, by: ctx.principal.kind }, 'dead letters replayed');
    return respond({ replayed: 'id' in data ? replayed.length === 1 : replayed.length });
  },
});

/** What can be no id names nothing. */
const toIds = (given: readonly (string | number)[]): bigint[] => given.map((id) => decodeRowCursor(String(id))).filter((id) => id !== null);

const respond = (body: object): Response => Response.json(body, { headers: { 'cache-control': 'no-store' } });

/** What an effect belongs to (an order, a user, an endpoint's session) ties it to the rest of its story. */
const toWire = (letter: DeadLetter): object => ({
  id: String(letter.id),
  topic: letter.topic,
  correlation_id: letter.aggregateId,
  attempts: letter.attempts,
  last_error: redact(letter.lastError),
  payload: redact(letter.payload),
  created_at: letter.createdAt.toISOString(),
});
