import { z } from 'zod';
import { endOperatorSession, openOperatorSession, refuseForeignOrigin } from '@/lib/auth';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { throttleAddress } from '@/lib/identity';
import { toWireAmount } from '@/lib/kernel/money';
import { loadOverview, traceOf, type TraceStep } from '@/lib/operations';
import { readBody } from './read-body';
import { done, refuse, respond } from './words';

// An operator in a browser, and what an operator looks at: of every tenant, so a merchant's key is not taken here.

const operator = { wire: 'orchestrator', credentials: ['operator_key', 'operator_session'], scope: null, tenant: 'none' } as const satisfies Partial<Endpoint>;

const GUESSES = { points: 10, seconds: 60 };
export const SignInBody = z.strictObject({ api_key: z.string().min(1).max(500) });

/** POST /api/v1/ops/session {api_key}: signs a browser in for eight hours, by cookie. 401 for what is no operator's key. */
export const postOpsSession: Endpoint = endpoint({
  ...operator,
  credentials: ['none'],
  method: 'POST',
  path: '/api/v1/ops/session',
  handle: async (ctx, request) => {
    refuseForeignOrigin(ctx, request);
    const { api_key: key } = await readBody(request, SignInBody);
    const guess = await throttleAddress(ctx, { what: 'operator', clientAddress: ctx.clientAddress, budget: GUESSES });
    if (!guess.ok) throw fail(429, 'rate_limited', 'Too many attempts. Wait a little.', { headers: { 'retry-after': String(guess.error.retryAfterSeconds) } });
    const cookie = await openOperatorSession(ctx, key);
    if (cookie === null) throw fail(401, 'unauthorized', 'This is no key of an operator, or it was revoked.');
    ctx.log.info({ clientAddress: ctx.clientAddress }, 'an operator signed in');
    return respond(done({ signed_in: true }), { 'set-cookie': cookie });
  },
});

/** DELETE /api/v1/ops/session: signs this browser out, whether it was signed in or not. */
export const deleteOpsSession: Endpoint = endpoint({
  ...operator,
  credentials: ['none'],
  method: 'DELETE',
  path: '/api/v1/ops/session',
  handle: async (ctx, request) => {
    refuseForeignOrigin(ctx, request);
    return respond(done({ signed_in: false }), { 'set-cookie': await endOperatorSession(ctx, request.headers) });
  },
});

/** GET /api/v1/ops/overview: what waits, what stands still, what was sold in 24 hours, what the last reconciliation found. */
export const getOverview: Endpoint = endpoint({
  ...operator,
  method: 'GET',
  path: '/api/v1/ops/overview',
  handle: async (ctx) => {
    const { outbox, day, stalled, reservations, reconciliation } = await loadOverview(ctx);
    return respond(done({
      outbox: { waiting: outbox.waiting, oldest_seconds: Math.round(outbox.oldestSeconds), dead: outbox.dead },
      last_24_hours: { checkouts: day.checkouts, orders: day.orders, declined_payments: day.declined, step_ups: day.stepUps },
      stalled_payments: stalled,
      stock_reservations: reservations,
      last_reconciliation: reconciliation && { created_at: reconciliation.at.toISOString(), checked: reconciliation.checked, mismatches: reconciliation.mismatches },
    }));
  },
});

/** GET /api/v1/ops/traces/{id}: the purchase that any id of it belongs to, from its request to its ledger entries, the oldest first. 404 when it is of none. */
export const getTrace: Endpoint = endpoint({
  ...operator,
  method: 'GET',
  path: '/api/v1/ops/traces/[id]',
  handle: async (ctx, _request, { id = '' }) => {
    const trace = await traceOf(ctx, id);
    if (!trace) return respond(refuse('NOT_FOUND', 'No purchase has this id.'));
    const { checkoutId, merchant, orderId, walletId, agentId, steps } = trace;
    return respond(done({ checkout_id: checkoutId, merchant_id: merchant.id, merchant_handle: merchant.handle, order_id: orderId, wallet_id: walletId, agent_id: agentId, steps: steps.map(toWire) }));
  },
});

const toWire = ({ at, kind, id, status, amount, note }: TraceStep): object => ({
  at: at.toISOString(), kind, id, status, note, ...(amount && { amount_minor: toWireAmount(amount.amount), currency: amount.currency }),
});
