import { fail } from '@/lib/http/failure';
import { oncePerKey, oncePerKeyInSteps, type Answer, type IdempotentOutcome } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { inTransaction, type Ctx } from '@/lib/ports';
import { answer, refusal } from './errors';

const MAX_KEY_LENGTH = 255;

/** A request as far as its key is concerned: whose path, and the body that must be equal when the key comes again. */
export type Keyed = { readonly path: string; readonly body: unknown };

/** Thrown to answer, roll back and keep nothing under the key: the same request may go on in a moment. Caught below, never seen outside. */
export class NotYet extends Error {
  constructor(readonly answer: Answer) {
    super('not yet');
  }
}

/** Runs an operation in one transaction, once for its Idempotency-Key if it has one. */
export const inOneTransaction = (ctx: RequestCtx, request: Request, keyed: Keyed, work: (tx: Ctx) => Promise<Answer>): Promise<Response> =>
  respond(request, ctx, keyed, {
    unkeyed: () => inTransaction<Ctx, Answer>(ctx, work),
    keyed: (idempotent) => oncePerKey(ctx, idempotent, work),
  });

/** The same for an operation with transactions of its own; `resumed`: the key was taken before, and came to no answer that is kept. */
export const inSteps = (ctx: RequestCtx, request: Request, keyed: Keyed, work: (resumed: boolean) => Promise<Answer>): Promise<Response> =>
  respond(request, ctx, keyed, {
    unkeyed: () => work(false),
    keyed: (idempotent) => oncePerKeyInSteps(ctx, idempotent, ctx.settings.completionLeaseSeconds, work),
  });

type Execution = {
  readonly unkeyed: () => Promise<Answer>;
  readonly keyed: (request: Parameters<typeof oncePerKey>[1]) => Promise<IdempotentOutcome>;
};

async function respond(request: Request, ctx: RequestCtx, { path, body }: Keyed, execution: Execution): Promise<Response> {
  const key = readKey(request);
  try {
    if (key === null) return toResponse(await execution.unkeyed());
    return toOutcomeResponse(await execution.keyed({ principal: idOf(ctx), path, key, body }));
  } catch (error) {
    if (error instanceof NotYet) return toResponse(error.answer);
    throw error;
  }
}

/** Keys of two principals never meet. */
function idOf({ principal, clientAddress }: RequestCtx): string {
  switch (principal.kind) {
    case 'agent':
      return principal.agentId;
    case 'merchant_user':
    case 'owner':
      return principal.userId;
    case 'merchant_key':
    case 'operator':
    case 'partner':
      return principal.keyId;
    case 'anonymous':
      return `guest:${clientAddress}`;
  }
}

function readKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === '' || (key !== null && key.length > MAX_KEY_LENGTH)) {
    throw fail(400, 'invalid_request', `Idempotency-Key must have 1 to ${MAX_KEY_LENGTH} characters.`, { param: 'Idempotency-Key' });
  }
  return key;
}

export const toResponse = ({ status, body }: Answer): Response => answer(status, body as object);

function toOutcomeResponse(outcome: IdempotentOutcome): Response {
  switch (outcome.kind) {
    case 'answered':
      return toResponse(outcome.answer);
    case 'conflict':
      return refusal(409, 'idempotency_conflict', 'This Idempotency-Key was used with another body.', { next_step: 'Use a new Idempotency-Key for a new request.' });
    case 'in_flight':
      return refusal(
        409,
        'idempotency_in_flight',
        'The first request with this Idempotency-Key is still being answered.',
        { next_step: 'Try again in a second.' },
        { 'retry-after': String(outcome.retryAfterSeconds) },
      );
  }
}
