import { cancelCart, createCart, getCart, replaceCart, type CartQuery, type CartRefusal, type EstimatedCart } from '@/lib/cart';
import { readJson } from '@/lib/http/body';
import type { Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { isUuid } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { channelClosed, errorAnswer, invalidRequest } from '../errors';
import { actorOf, principalId } from '../principal';
import { inOneTransaction, readKey, respondToOutcome } from '../idempotency';
import { respond } from '../respond';
import { v20260417 } from '../v2026-04-17';
import { negotiateAmong } from '../version';
import type { AcpError } from '../wire';
import { parseCancel, parseCreate, parseReplace } from './schema';
import { toCart } from './to-wire';

// Order of checks as for checkout sessions: version, size, JSON, key, idempotency, schema (rules.md, ACP). A PUT needs its key as a POST
// does (openapi.cart.yaml, updateCart).

/** Carts came with 2026-04-17: no older version has them. */
const WIRES = [v20260417];

/** `path` is what the key belongs to; null where no cart can be. */
async function write(ctx: RequestCtx, request: Request, path: string | null, work: (tx: Ctx, body: unknown) => Promise<Answer>): Promise<Response> {
  const wire = negotiateAmong(WIRES, request);
  if (!wire.ok) return respond(request, errorAnswer(wire.error));
  const body = await readJson(request);
  const key = readKey(request, wire.value);
  if (!key.ok) return respond(request, errorAnswer(key.error));
  if (path === null) return respond(request, errorAnswer(NOT_FOUND));
  invariant(key.value !== null, 'this version needs a key');
  const { keyed } = inOneTransaction((tx) => work(tx, body));
  // A POST and a PUT of one path would be two requests; no path of a cart has both.
  const outcome = await keyed(ctx, { principal: principalId(ctx), path, key: key.value, body: { version: wire.value.version, body } });
  return respondToOutcome(request, wire.value, outcome);
}

/** An id that is no UUID names no cart, and is not made into a key. */
const pathOf = (id: string, suffix = ''): string | null => (isUuid(id) ? `/carts/${id}${suffix}` : null);

/** POST /carts: 201. The key belongs to the merchant's own path, however the merchant was named. */
export function handleCreate(ctx: RequestCtx, request: Request): Promise<Response> {
  const { merchant } = ctx;
  invariant(merchant, 'the entrance resolved the merchant');
  return write(ctx, request, `/m/${merchant.handle}/carts`, async (tx, body) => {
    const parsed = parseCreate(body);
    if (!parsed.ok) return errorAnswer(parsed.error);
    return toAnswer(ctx, await createCart(tx, { ...parsed.value, merchantId: merchant.id, actor: actorOf(ctx) }), 201);
  });
}

/** GET /carts/{id}: 200, or 404. */
export async function handleGet(ctx: RequestCtx, request: Request, id: string): Promise<Response> {
  const wire = negotiateAmong(WIRES, request);
  if (!wire.ok) return respond(request, errorAnswer(wire.error));
  return respond(request, toAnswer(ctx, await getCart(ctx, queryFor(ctx, id))));
}

/** PUT /carts/{id}: 200 with the cart as it is now. */
export const handleReplace = (ctx: RequestCtx, request: Request, id: string): Promise<Response> =>
  write(ctx, request, pathOf(id), async (tx, body) => {
    const parsed = parseReplace(body);
    if (!parsed.ok) return errorAnswer(parsed.error);
    return toAnswer(ctx, await replaceCart(tx, { ...queryFor(ctx, id), ...parsed.value }));
  });

/** POST /carts/{id}/cancel: 200 with what the cart held; 404 from then on. */
export const handleCancel = (ctx: RequestCtx, request: Request, id: string): Promise<Response> =>
  write(ctx, request, pathOf(id, '/cancel'), async (tx, body) => {
    const parsed = parseCancel(body);
    if (!parsed.ok) return errorAnswer(parsed.error);
    return toAnswer(ctx, await cancelCart(tx, queryFor(ctx, id)));
  });

const toAnswer = ({ settings }: Ctx, outcome: Result<EstimatedCart, CartRefusal>, status = 200): Answer =>
  outcome.ok ? { status, body: toCart(outcome.value, settings.publicOrigin) } : errorAnswer(refusalError(outcome.error));

const NOT_FOUND = invalidRequest(404, 'not_found', 'There is no such cart: it never was, was canceled, or has expired.');

function refusalError(refusal: CartRefusal): AcpError {
  switch (refusal.code) {
    case 'not_found':
      return NOT_FOUND;
    case 'channel_closed':
      return channelClosed;
    case 'unknown_item':
      return invalidRequest(400, 'invalid_item_id', `The item "${refusal.itemId}" does not exist.`, v20260417.paramOfItem(refusal.index));
    case 'all_out_of_stock':
      return invalidRequest(422, 'out_of_stock', 'All requested items are currently unavailable.', '$.line_items');
  }
}

/** A cart's id resolves by itself; a merchant that was named beside it must be its own. The default merchant was not named. */
function queryFor(ctx: RequestCtx, cartId: string): CartQuery {
  const actor = actorOf(ctx);
  const named = ctx.merchant?.named ? ctx.merchant.id : undefined;
  return { cartId, actor, merchantId: named ?? (actor.kind === 'merchant' ? actor.merchantId : undefined) };
}
