import type { z } from 'zod';
import { readJsonOrEmpty } from '@/lib/http/body';
import { fail } from '@/lib/http/failure';
import type { Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { decodeCursor, encodeCursor } from '@/lib/kernel/cursor';
import { isUuid } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { parseDecimal, type Currency } from '@/lib/kernel/money';
import type { Result } from '@/lib/kernel/result';
import { listOrders } from '@/lib/order';
import { approveReturn, listReturns, refuseReturn, requestReturn, type OrderReturn, type ReturnRefusal } from '@/lib/order-return';
import { answer } from '../errors';
import { inOneTransaction, toResponse } from '../once-per-key';
import { badCursor, pageOf } from '../paging';
import { parseOrRefuse, readExactJson } from '../read-body';
import { readQuery } from '../read-query';
import { deciderOf, findOwn, readerOf } from './caller';
import { refusalAnswer, unknownOrder } from './refuse';
import { ApproveBody, OrdersQuery, RefuseBody, ReturnBody } from './schema';
import { toOrder, toReturn } from './to-wire';

const ORDERS = '/api/agent/v1/orders';
const PAGE_SIZE = 25;
const BODY_LIMIT_BYTES = 64 * 1024;
const RETURN_ID = /^ret_[0-9a-z]{26}$/;

/** GET: 200 {orders, next_cursor?}, newest first. */
export async function handleOrders(ctx: RequestCtx, request: Request): Promise<Response> {
  const { status, cursor, limit = PAGE_SIZE } = readQuery(request, OrdersQuery);
  const found = await listOrders(ctx, {
    reader: readerOf(ctx),
    status: status === undefined ? null : status === 'cancelled' ? 'canceled' : status,
    before: cursor === undefined ? null : toNumber(cursor),
    limit: limit + 1,
  });
  const { page, last } = pageOf(found, limit);
  const returns = await listReturns(ctx, page.map(({ id }) => id));
  return answer(200, {
    orders: page.map((order) => toOrder(order, returns.filter(({ orderId }) => orderId === order.id), ctx.settings.publicOrigin)),
    ...(last && { next_cursor: encodeCursor('order', last.number) }),
  });
}

function toNumber(cursor: string): string {
  const [of, number = ''] = decodeCursor(cursor, 2) ?? [];
  if (of !== 'order' || !/^\d{1,18}$/.test(number)) throw badCursor();
  return number;
}

/** GET: 200, or 404. */
export async function handleOrder(ctx: RequestCtx, id: string): Promise<Response> {
  const order = await findOwn(ctx, id);
  return order ? answer(200, toOrder(order, await listReturns(ctx, [order.id]), ctx.settings.publicOrigin)) : toResponse(unknownOrder);
}

/** GET: 200 {returns}, oldest first, or 404. */
export async function handleReturns(ctx: RequestCtx, id: string): Promise<Response> {
  const order = await findOwn(ctx, id);
  return order ? answer(200, { order_id: order.id, returns: (await listReturns(ctx, [order.id])).map(toReturn) }) : toResponse(unknownOrder);
}

/** POST: 201 with the return, which the merchant has yet to decide. */
export async function handleRequest(ctx: RequestCtx, request: Request, orderId: string): Promise<Response> {
  if (!isUuid(orderId)) return toResponse(unknownOrder);
  const json = await readJsonOrEmpty(request, BODY_LIMIT_BYTES);
  const body = parseOrRefuse(ReturnBody, json);
  const { agentId, merchantId } = readerOf(ctx);
  invariant(agentId, 'the entrance admits agents only');
  return inOneTransaction(ctx, request, { path: `${ORDERS}/${orderId}/returns`, body: json }, async (tx) =>
    toAnswer(
      await requestReturn(tx, {
        orderId,
        agentId,
        merchantId,
        lines: body.items.map(({ product_id, quantity }) => ({ itemId: product_id, quantity })),
        reason: body.reason,
        note: body.note ?? null,
      }),
      201,
    ),
  );
}

type Named = { readonly orderId: string; readonly returnId: string };

/** POST approve {message?, refund_amount?}: 200 with the return; the refund follows. */
export async function handleApprove(ctx: RequestCtx, request: Request, named: Named): Promise<Response> {
  if (!canExist(named)) return toResponse(unknownOrder);
  const decider = deciderOf(ctx);
  const { json, body } = await readBody(request, ApproveBody);
  const order = await findOwn(ctx, named.orderId);
  if (!order) return toResponse(unknownOrder);
  const refundAmount = toAmount(body.refund_amount, order.currency);
  return inOneTransaction(ctx, request, { path: pathOf(named, 'approve'), body: json }, async (tx) =>
    toAnswer(await approveReturn(tx, { ...named, ...decider, message: body.message ?? null, refundAmount }), 200),
  );
}

/** POST refuse {message}: 200 with the return. */
export async function handleRefuse(ctx: RequestCtx, request: Request, named: Named): Promise<Response> {
  if (!canExist(named)) return toResponse(unknownOrder);
  const decider = deciderOf(ctx);
  const { json, body } = await readBody(request, RefuseBody);
  return inOneTransaction(ctx, request, { path: pathOf(named, 'refuse'), body: json }, async (tx) =>
    toAnswer(await refuseReturn(tx, { ...named, ...decider, message: body.message }), 200),
  );
}

/** What no order or return of ours is called names none, and is not made into a key. */
const canExist = ({ orderId, returnId }: Named): boolean => isUuid(orderId) && RETURN_ID.test(returnId);

const pathOf = ({ orderId, returnId }: Named, decision: string): string => `${ORDERS}/${orderId}/returns/${returnId}/${decision}`;

/** The body as it came, for the key, and as its schema reads it. */
async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<{ json: unknown; body: T }> {
  const json = await readExactJson(request);
  return { json, body: parseOrRefuse(schema, json) };
}

/** Major units as written; null when nothing was written. */
function toAmount(text: string | undefined, currency: Currency): bigint | null {
  if (text === undefined) return null;
  const amount = parseDecimal(text, currency);
  if (amount === null || amount === 0n) {
    throw fail(400, 'invalid_request', '$.refund_amount must be an amount above zero in major units, with no more decimals than the currency has', { param: '$.refund_amount' });
  }
  return amount;
}

const toAnswer = (result: Result<OrderReturn, ReturnRefusal>, status: number): Answer =>
  result.ok ? { status, body: toReturn(result.value) } : refusalAnswer(result.error);
