import { createHash } from 'node:crypto';
import { isUniqueViolation } from '@/lib/db';
import { addSeconds } from '@/lib/kernel/clock';
import { failpoint } from '@/lib/kernel/failpoint';
import { jsonHash } from '@/lib/kernel/hash';
import { inTransaction, type Ctx } from '@/lib/ports';

/** What was answered: kept under the key and given again, to the letter, to whoever repeats the request. */
export type Answer = { readonly status: number; readonly body: unknown };

/** One request under an Idempotency-Key. `principal` is the API key's id or the agent's; keys of two principals never meet. */
export type IdempotentRequest = { readonly principal: string; readonly path: string; readonly key: string; readonly body: unknown };

export type IdempotentOutcome =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly replayed: boolean }
  /** The key was used with another body. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'in_flight'; readonly retryAfterSeconds: number };

type RecordRow = { body_hash: string; status: string; response_status: number | null; response_body: string | null; leased_until: Date };

/** Bodies are equal when their JSON values are (RFC 8785), so key order and spacing do not matter; an absent body is its own value. */
const hashBody = (body: unknown): string => (body === undefined ? 'absent' : jsonHash(body));

/**
 * Runs `work` once for its key, in one transaction with the record of its answer: a crash leaves neither. Answers of `work`
 * are stored whatever their status; what it throws is not, and rolls everything back.
 */
export async function oncePerKey(ctx: Ctx, request: IdempotentRequest, work: (ctx: Ctx) => Promise<Answer>): Promise<IdempotentOutcome> {
  const bodyHash = hashBody(request.body);
  const attempt = () =>
    inTransaction<Ctx, IdempotentOutcome>(ctx, async (tx) => {
      const { locked, record } = await lockAndFind(tx, request);
      if (record) return judge(record, bodyHash, ctx.clock.now());
      if (!locked) return { kind: 'in_flight', retryAfterSeconds: 1 };
      const answer = await work(tx);
      await insertRecord(tx, request, bodyHash, 'done', answer, ctx.clock.now());
      return { kind: 'answered', answer, replayed: false };
    });
  try {
    return await attempt();
  } catch (error) {
    // The record was committed between our look and our lock: look again, and it is there.
    if (isUniqueViolation(error) && (error as { constraint?: string }).constraint === 'idempotency_record_pkey') return attempt();
    throw error;
  }
}

/**
 * The same for work that takes several transactions because it calls a payment network between them. The key is claimed first, with a
 * lease; when the process dies, the next try with the key takes the lease over and runs `work` again with `resumed` set. An answer that is
 * not kept leaves the key as if it had never been used.
 */
export async function oncePerKeyInSteps(
  ctx: Ctx,
  request: IdempotentRequest,
  leaseSeconds: number,
  work: (resumed: boolean) => Promise<Answer>,
  isKept: (answer: Answer) => boolean = () => true,
): Promise<IdempotentOutcome> {
  const bodyHash = hashBody(request.body);
  const now = ctx.clock.now();
  const claim = await ctx.db.query<RecordRow & { claimed: boolean }>({
    name: 'idempotency.claim',
    text: `insert into idempotency_record as r (principal, path, key, body_hash, status, leased_until, created_at)
           values ($1, $2, $3, $4, 'in_flight', $5, $6)
           on conflict (principal, path, key) do update set leased_until = excluded.leased_until
             where r.status = 'in_flight' and r.leased_until <= $6 and r.body_hash = excluded.body_hash
           returning body_hash, status, response_status, response_body, leased_until, (xmax = 0) as claimed`,
    values: [request.principal, request.path, request.key, bodyHash, addSeconds(now, leaseSeconds), now],
  });
  const mine = claim[0];
  if (!mine) {
    const record = await findRecord(ctx, request);
    return record ? judge(record, bodyHash, now) : { kind: 'in_flight', retryAfterSeconds: 1 };
  }
  try {
    const answer = await work(!mine.claimed);
    if (!isKept(answer)) {
      await forget(ctx, request);
      return { kind: 'answered', answer, replayed: false };
    }
    const kept = await finish(ctx, request, answer);
    failpoint('complete.answered');
    if (kept) return { kind: 'answered', answer, replayed: false };
    const record = await findRecord(ctx, request);
    return record ? judge(record, bodyHash, now) : { kind: 'answered', answer, replayed: false };
  } catch (error) {
    await endLease(ctx, request, now);
    throw error;
  }
}

function judge(record: RecordRow, bodyHash: string, now: Date): IdempotentOutcome {
  if (record.body_hash !== bodyHash) return { kind: 'conflict' };
  if (record.status === 'in_flight') {
    return { kind: 'in_flight', retryAfterSeconds: Math.max(1, Math.ceil((record.leased_until.getTime() - now.getTime()) / 1000)) };
  }
  const body: unknown = record.response_body === null ? undefined : JSON.parse(record.response_body);
  return { kind: 'answered', answer: { status: record.response_status ?? 500, body }, replayed: true };
}

const lockNumber = (request: IdempotentRequest): bigint =>
  createHash('sha256').update(JSON.stringify([request.principal, request.path, request.key])).digest().readBigInt64BE(0);

async function lockAndFind(tx: Ctx, request: IdempotentRequest): Promise<{ locked: boolean; record: RecordRow | null }> {
  const rows = await tx.db.query<Partial<RecordRow> & { locked: boolean }>({
    name: 'idempotency.lock-and-find',
    text: `select l.locked, r.body_hash, r.status, r.response_status, r.response_body, r.leased_until
             from (select pg_try_advisory_xact_lock($4::bigint) as locked) l
             left join idempotency_record r on r.principal = $1 and r.path = $2 and r.key = $3`,
    values: [request.principal, request.path, request.key, lockNumber(request).toString()],
  });
  const row = rows[0];
  return { locked: row?.locked ?? false, record: row?.body_hash == null ? null : (row as RecordRow) };
}

async function findRecord(ctx: Ctx, request: IdempotentRequest): Promise<RecordRow | null> {
  const rows = await ctx.db.query<RecordRow>({
    name: 'idempotency.find',
    text: `select body_hash, status, response_status, response_body, leased_until from idempotency_record where principal = $1 and path = $2 and key = $3`,
    values: [request.principal, request.path, request.key],
  });
  return rows[0] ?? null;
}

async function insertRecord(tx: Ctx, request: IdempotentRequest, bodyHash: string, status: string, answer: Answer, now: Date): Promise<void> {
  await tx.db.write({
    name: 'idempotency.insert',
    text: `insert into idempotency_record (principal, path, key, body_hash, status, response_status, response_body, leased_until, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    values: [request.principal, request.path, request.key, bodyHash, status, answer.status, bodyText(answer), now],
  });
}

/** Keeps the answer; false when there is one already: whoever took the lease of a slow process over was first, and its answer counts. */
async function finish(ctx: Ctx, request: IdempotentRequest, answer: Answer): Promise<boolean> {
  const rows = await ctx.db.query({
    name: 'idempotency.finish',
    text: `update idempotency_record set status = 'done', response_status = $4, response_body = $5
            where principal = $1 and path = $2 and key = $3 and status = 'in_flight' returning key`,
    values: [request.principal, request.path, request.key, answer.status, bodyText(answer)],
  });
  return rows.length === 1;
}

async function forget(ctx: Ctx, request: IdempotentRequest): Promise<void> {
  await ctx.db.write({
    name: 'idempotency.forget',
    text: `delete from idempotency_record where principal = $1 and path = $2 and key = $3 and status = 'in_flight'`,
    values: [request.principal, request.path, request.key],
  });
}

/** A fault of ours must not keep the key: the caller may try again at once. */
async function endLease(ctx: Ctx, request: IdempotentRequest, now: Date): Promise<void> {
  await ctx.db.write({
    name: 'idempotency.end-lease',
    text: `update idempotency_record set leased_until = $4 where principal = $1 and path = $2 and key = $3 and status = 'in_flight'`,
    values: [request.principal, request.path, request.key, now],
  });
}

const bodyText = (answer: Answer): string | null => (answer.body === undefined ? null : JSON.stringify(answer.body));
