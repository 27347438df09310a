import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { oncePerKey, oncePerKeyInSteps, type Answer, type IdempotentOutcome, type IdempotentRequest } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { errorAnswer, invalidRequest } from './errors';
import { respond } from './respond';
import type { AcpError, AcpWire, Asked, Reply } from './wire';

const KEY_MAX_LENGTH = 255;

/** The Idempotency-Key, or null where this version does without. 400 for a missing one it needs, an empty one, one over 255 characters. */
export function readKey({ headers, keyRequired }: Pick<Asked, 'headers' | 'keyRequired'>, wire: Pick<AcpWire, 'idempotency'>): Result<string | null, AcpError> {
  const key = headers.get('idempotency-key');
  if (!key && (keyRequired ?? wire.idempotency.keyRequired)) return err(invalidRequest(400, 'idempotency_key_required', 'The Idempotency-Key header is required.'));
  if (key === null) return ok(null);
  if (key.length < 1 || key.length > KEY_MAX_LENGTH) {
    return err(invalidRequest(400, 'invalid_idempotency_key', `The Idempotency-Key header must have 1 to ${KEY_MAX_LENGTH} characters.`));
  }
  return ok(key);
}

/** How an operation is run, with a key and without one. */
export type Execution = {
  readonly keyed: (ctx: RequestCtx, request: IdempotentRequest) => Promise<IdempotentOutcome>;
  readonly unkeyed: (ctx: RequestCtx) => Promise<Answer>;
};

/** The whole operation and the record of its answer in one transaction. */
export const inOneTransaction = (work: (ctx: Ctx) => Promise<Answer>): Execution => ({
  keyed: (ctx, request) => oncePerKey(ctx, request, work),
  unkeyed: (ctx) => inTransaction<Ctx, Answer>(ctx, work),
});

/** An operation with transactions of its own: the key is leased, and work begun by a process that died is resumed. */
export const inSteps = (work: (ctx: Ctx, resumed: boolean) => Promise<Answer>): Execution => ({
  keyed: (ctx, request) => oncePerKeyInSteps(ctx, request, ctx.settings.completionLeaseSeconds, (resumed) => work(ctx, resumed)),
  unkeyed: (ctx) => work(ctx, false),
});

/** What came of a request under a key, as this version says it (specs/acp.md, table "Idempotency"). */
export function outcomeReply(wire: Pick<AcpWire, 'idempotency'>, outcome: IdempotentOutcome): Reply {
  switch (outcome.kind) {
    case 'answered':
      return { answer: outcome.answer, headers: outcome.replayed && wire.idempotency.marksReplay ? { 'idempotent-replayed': 'true' } : {} };
    case 'conflict':
      return { answer: errorAnswer(conflict(wire)), headers: {} };
    case 'in_flight':
      return { answer: errorAnswer(inFlight), headers: { 'retry-after': String(outcome.retryAfterSeconds) } };
  }
}

/** The same as REST answers it. */
export function respondToOutcome(request: Request, wire: Pick<AcpWire, 'idempotency'>, outcome: IdempotentOutcome): Response {
  const { answer, headers } = outcomeReply(wire, outcome);
  return respond(request, answer, headers);
}

const conflict = (wire: Pick<AcpWire, 'idempotency'>): AcpError =>
  invalidRequest(wire.idempotency.conflictStatus, 'idempotency_conflict', 'The Idempotency-Key was used before with a different request body.');

const inFlight = invalidRequest(409, 'idempotency_in_flight', 'A request with this Idempotency-Key is being processed.');
