import { z } from 'zod';
import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import { listDeadLetters, replayDeadLetter, type DeadLetter } from '@/lib/ports';
import { ops, opsTenant } from './ops';
import { redact } from './redact';

const PAGE_SIZE = 50;
const BODY_LIMIT_BYTES = 16 * 1024;
/** Every id of an outbox row, and nothing that int8 cannot hold. */
const ID = /^[1-9]\d{0,17}$/;


/** GET /api/v1/ops/dead-letter[?cursor=]: promised side effects that failed for good, newest first (rules.md, Orchestrator). */
export const getDeadLetters: Endpoint = endpoint({
  ...ops,
  method: 'GET',
  path: '/api/v1/ops/dead-letter',
  handle: async (ctx, request) => {
    const cursor = new URL(request.url).searchParams.get('cursor');
    if (cursor !== null && !ID.test(cursor)) throw fail(400, 'invalid_request', 'cursor must be a next_cursor of an earlier answer.');
    const found = await listDeadLetters(ctx, { tenantId: opsTenant(ctx), beforeId: cursor === null ? null : BigInt(cursor), limit: PAGE_SIZE + 1 });
    const page = found.slice(0, PAGE_SIZE);
    const last = found.length > PAGE_SIZE ? page.at(-1) : undefined;
    return respond({ entries: page.map(toWire), next_cursor: last ? String(last.id) : null });
  },
});

const EntryId = z.union([z.string().min(1).max(100), z.int()], { error: 'must be the id of an entry' });
/** The id of an entry; `message_id` is the text's own name for it. */
export const ReplayBody = z.union([z.strictObject({ id: EntryId }), z.strictObject({ message_id: EntryId }).transform(({ message_id: id }) => ({ id }))]);

/** POST /api/v1/ops/dead-letter/replay {id}: due again at once; false when nothing dead has this id. */
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
    const id = String(parsed.data.id);
    const replayed = ID.test(id) && (await replayDeadLetter(ctx, { id: BigInt(id), tenantId: opsTenant(ctx) }));
    if (replayed) ctx.log.info({ eventId: id }, 'dead letter replayed');
    return respond({ replayed });
  },
});

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
