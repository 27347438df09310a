import type { z } from 'zod';
import { authenticate } from '@/lib/auth';
import { cancelCheckout, createCheckout, getCheckout, isShortage, updateCheckout, type Checkout } from '@/lib/checkout';
import { readJsonOrEmpty } from '@/lib/http/body';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { isUuid } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { parseOrRefuse } from '../read-body';
import { actorOf, queryFor } from './caller';
import { completeSession } from './complete';
import { inOneTransaction, inSteps, NotYet, toResponse } from '../once-per-key';
import { itemUnavailable, refusalAnswer } from './refuse';
import { CompleteBody, CreateBody, toCreate, toPatch, UpdateBody } from './schema';
import { sessionAnswer } from './session-answer';
import { WIRE_VERSION } from './version';

const SESSIONS = '/api/agent/v1/sessions';
const BODY_LIMIT_BYTES = 256 * 1024;
/** specs/systems.md, "Store sessions". */
const SESSION_TTL_SECONDS = 30 * 60;

/** The body as it came, for the key, and as its schema reads it; 400 before a key is looked at. No body is the empty object. */
async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<{ json: unknown; body: T }> {
  const json = await readJsonOrEmpty(request, BODY_LIMIT_BYTES);
  return { json, body: parseOrRefuse(schema, json) };
}

/** An id that is no UUID names no session, and is not made into a key. */
const unknownSession = (): Response => toResponse(refusalAnswer({ code: 'not_found' }, 'read'));

/** What was just put into the cart must be there to be bought; thrown, so that nothing of the request stays. */
function requireStock(checkout: Checkout): void {
  const short = checkout.messages.find(isShortage);
  if (short) throw new NotYet(itemUnavailable(short));
}

/** POST: 201. The key belongs to the merchant's own path, however the merchant was named. */
export async function handleCreate(ctx: RequestCtx, request: Request): Promise<Response> {
  const { merchant } = ctx;
  invariant(merchant, 'the entrance resolved the merchant');
  const { json, body } = await readBody(request, CreateBody);
  const actor = actorOf(ctx);
  return inOneTransaction(ctx, request, { path: `/m/${merchant.handle}${SESSIONS}`, body: json }, async (tx) => {
    const created = await createCheckout(tx, {
      ...toCreate(body),
      merchantId: merchant.id,
      actor,
      wire: 'sacp',
      wireVersion: WIRE_VERSION,
      ttlSeconds: SESSION_TTL_SECONDS,
    });
    if (!created.ok) return refusalAnswer(created.error, 'create');
    requireStock(created.value);
    return sessionAnswer(tx, actor, created.value, 201);
  });
}

/** GET: 200, or 404. */
export async function handleGet(ctx: RequestCtx, id: string): Promise<Response> {
  const query = queryFor(ctx, id);
  const found = await getCheckout(ctx, query);
  return toResponse(found.ok ? await sessionAnswer(ctx, query.actor, found.value) : refusalAnswer(found.error, 'read'));
}

/** PATCH: 200. When what an owner would approve changes, a pending approval and unused tokens are void. */
export async function handleUpdate(ctx: RequestCtx, request: Request, id: string): Promise<Response> {
  if (!isUuid(id)) return unknownSession();
  const { json, body } = await readBody(request, UpdateBody);
  const query = queryFor(ctx, id);
  return inOneTransaction(ctx, request, { path: `${SESSIONS}/${id}`, body: json }, async (tx) => {
    const updated = await updateCheckout(tx, { ...query, patch: toPatch(body) });
    if (!updated.ok) return refusalAnswer(updated.error, 'update');
    if (body.items) requireStock(updated.value);
    return sessionAnswer(tx, query.actor, updated.value);
  });
}

/** DELETE: 200 with the session, cancelled for good. */
export async function handleCancel(ctx: RequestCtx, request: Request, id: string): Promise<Response> {
  if (!isUuid(id)) return unknownSession();
  const query = queryFor(ctx, id);
  return inOneTransaction(ctx, request, { path: `${SESSIONS}/${id}/cancel`, body: undefined }, async (tx) => {
    const canceled = await cancelCheckout(tx, query);
    return canceled.ok ? sessionAnswer(tx, query.actor, canceled.value) : refusalAnswer(canceled.error, 'cancel');
  });
}

/** POST complete: 200 with the order, or with the decline; 202 while the owner is asked. */
export async function handleComplete(ctx: RequestCtx, request: Request, id: string): Promise<Response> {
  if (!isUuid(id)) return unknownSession();
  const { json, body } = await readBody(request, CompleteBody);
  const token = body.payment_token ?? null;
  // Without a token the store asks the wallet in the agent's name, so its access token must be one for the wallet too (RFC 8707).
  if (token === null && ctx.principal.kind === 'agent') await authenticate(ctx, request, ['agent_token'], { audience: 'wallet' });
  return inSteps(ctx, request, { path: `${SESSIONS}/${id}/complete`, body: json }, (resumed) =>
    completeSession(ctx, { sessionId: id, token, guest: { name: body.agent_name ?? '', buyerEmail: body.buyer_email ?? null }, resumed }),
  );
}
