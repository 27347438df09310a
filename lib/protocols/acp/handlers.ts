import {
  cancelCheckout,
  completeCheckout,
  createCheckout,
  getCheckout,
  isShortage,
  updateCheckout,
  type BrowserChannel,
  type Checkout,
  type CheckoutActor,
  type CheckoutRefusal,
} from '@/lib/checkout';
import { isUuid } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import type { Params } from '@/lib/http/endpoint';
import type { Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { errorAnswer, refusalError, type Operation } from './errors';
import { inOneTransaction, inSteps, outcomeReply, readKey, type Execution } from './idempotency';
import { readJson } from '@/lib/http/body';
import { readChannel } from './authentication-metadata';
import { actorOf, principalId } from './principal';
import { respond } from './respond';
import { negotiate } from './version';
import type { AcpWire, Asked, Reply } from './wire';

// The five checkout operations, in the words of no version and of no transport. The entrance has checked the credential.
// Order of checks: version, size, JSON, key, idempotency, schema (rules.md, ACP).

/** An operation: of a session that exists, but for create. */
export type Operate = (ctx: RequestCtx, asked: Asked, id: string) => Promise<Reply>;

/** REST's answer of an operation. */
export const handle =
  (operate: Operate) =>
  async (ctx: RequestCtx, request: Request, { id = '' }: Params): Promise<Response> => {
    const { answer, headers } = await operate(ctx, { headers: request.headers, readBody: () => readJson(request) }, id);
    return respond(request, answer, headers);
  };

/** One POST: its version, its body, and how to refuse. */
type Call = { readonly wire: AcpWire; readonly body: unknown };

const plain = (answer: Answer): Reply => ({ answer, headers: {} });

/** `path` is what the key belongs to; null where no session can be. */
async function post(ctx: RequestCtx, asked: Asked, path: string | null, toExecution: (call: Call) => Execution): Promise<Reply> {
  const wire = negotiate(asked);
  if (!wire.ok) return plain(errorAnswer(wire.error));
  const body = await asked.readBody();
  const key = readKey(asked, wire.value);
  if (!key.ok) return plain(errorAnswer(key.error));
  if (path === null) return plain(refusalAnswer({ code: 'not_found' }, 'get', wire.value));
  const execution = toExecution({ wire: wire.value, body });
  try {
    if (key.value === null) return plain(await execution.unkeyed(ctx));
    // The same text in two versions asks for two different answers, so the version is part of what must be equal.
    const keyed = { version: wire.value.version, body };
    const outcome = await execution.keyed(ctx, { principal: principalId(ctx), path, key: key.value, body: keyed });
    return outcomeReply(wire.value, outcome);
  } catch (error) {
    if (error instanceof NotYet) return { answer: error.answer, headers: { 'retry-after': '1' } };
    throw error;
  }
}

/** Thrown to answer without keeping the answer under the key: the same request may succeed in a moment. Caught above, never seen outside. */
class NotYet extends Error {
  constructor(readonly answer: Answer) {
    super('not yet');
  }
}

/** An id that is no UUID names no session, and is not made into a key. */
const pathOf = (id: string, suffix = ''): string | null => (isUuid(id) ? `/checkout_sessions/${id}${suffix}` : null);

/** POST /checkout_sessions: 201. The key belongs to the merchant's own path, however the merchant was named. */
export const create: Operate = (ctx, asked) => {
  const merchant = ctx.merchant;
  invariant(merchant, 'the entrance resolved the merchant');
  const actor = actorOf(ctx);
  return post(ctx, asked, `/m/${merchant.handle}/checkout_sessions`, ({ wire, body }) =>
    inOneTransaction(async (tx) => {
      const parsed = wire.parseCreate(body);
      if (!parsed.ok) return errorAnswer(parsed.error);
      const created = await createCheckout(tx, { ...parsed.value, merchantId: merchant.id, actor, wire: 'acp', wireVersion: wire.version });
      return created.ok ? sessionAnswer(ctx, wire, created.value, 201) : refusalAnswer(created.error, 'create', wire);
    }),
  );
};

/** GET /checkout_sessions/{id}: 200, or 404. */
export const get: Operate = async (ctx, asked, id) => {
  const wire = negotiate(asked);
  if (!wire.ok) return plain(errorAnswer(wire.error));
  const found = await getCheckout(ctx, queryFor(ctx, id));
  return plain(found.ok ? sessionAnswer(ctx, wire.value, found.value) : refusalAnswer(found.error, 'get', wire.value));
};

/** POST /checkout_sessions/{id}: 200. */
export const update: Operate = (ctx, asked, id) =>
  post(ctx, asked, pathOf(id), ({ wire, body }) =>
    inOneTransaction(async (tx) => {
      const parsed = wire.parseUpdate(body);
      if (!parsed.ok) return errorAnswer(parsed.error);
      const updated = await updateCheckout(tx, { ...queryFor(ctx, id), patch: parsed.value });
      return updated.ok ? sessionAnswer(ctx, wire, updated.value) : refusalAnswer(updated.error, 'update', wire);
    }),
  );

/** POST /checkout_sessions/{id}/cancel: 200, or 405 when the session is over. */
export const cancel: Operate = (ctx, asked, id) =>
  post(ctx, asked, pathOf(id, '/cancel'), ({ wire, body }) =>
    inOneTransaction(async (tx) => {
      const parsed = wire.parseCancel(body);
      if (!parsed.ok) return errorAnswer(parsed.error);
      const canceled = await cancelCheckout(tx, { ...queryFor(ctx, id), ...parsed.value });
      return canceled.ok ? sessionAnswer(ctx, wire, canceled.value) : refusalAnswer(canceled.error, 'cancel', wire);
    }),
  );

/** POST /checkout_sessions/{id}/complete: 200 with the order, with a message when the bank declined or the stock ran out, or as authentication_required. */
export const complete: Operate = (ctx, asked, id) =>
  post(ctx, asked, pathOf(id, '/complete'), ({ wire, body }) =>
    inSteps((own, resumed) => completeOnce(ctx, own, id, { wire, body }, { resumed, channel: readChannel(asked, ctx) })),
  );

type Circumstances = { readonly resumed: boolean; readonly channel: BrowserChannel };

async function completeOnce(caller: RequestCtx, ctx: Ctx, id: string, { wire, body }: Call, circumstances: Circumstances): Promise<Answer> {
  const parsed = wire.parseComplete(body);
  if (!parsed.ok) return errorAnswer(parsed.error);
  const query = queryFor(caller, id);
  const completed = await completeCheckout(ctx, { ...query, ...parsed.value, ...circumstances, wireVersion: wire.version });
  // Completed, declined or to be authenticated: the session says which, in its status and messages.
  if (completed.ok) return sessionAnswer(caller, wire, completed.value.checkout);
  const refusal = completed.error;
  if (refusal.code === 'not_ready' && refusal.messages.some(isShortage)) {
    // What the world refuses is a session with a message, no error (rules.md, ACP).
    const found = await getCheckout(ctx, query);
    if (found.ok) return sessionAnswer(caller, wire, found.value);
  }
  return refusalAnswer(refusal, 'complete', wire);
}

const sessionAnswer = (ctx: Ctx, wire: AcpWire, checkout: Checkout, status = 200): Answer => ({
  status,
  body: wire.toSession(checkout, ctx.settings.publicOrigin),
});

function refusalAnswer(refusal: CheckoutRefusal, operation: Operation, wire: AcpWire): Answer {
  const answer = errorAnswer(refusalError(refusal, { operation, wire }));
  const passes = refusal.code === 'in_progress' || (refusal.code === 'not_editable' && refusal.status === 'paying');
  if (passes) throw new NotYet(answer);
  return answer;
}

/** A session's id resolves by itself; a merchant that was named beside it must be its own. The default merchant was not named. */
function queryFor(ctx: RequestCtx, checkoutId: string): { checkoutId: string; actor: CheckoutActor; merchantId?: string } {
  const actor = actorOf(ctx);
  const named = ctx.merchant?.named ? ctx.merchant.id : undefined;
  return { checkoutId, actor, merchantId: named ?? (actor.kind === 'merchant' ? actor.merchantId : undefined) };
}
