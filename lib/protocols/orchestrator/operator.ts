import { z } from 'zod';
import { endOperatorSession, openOperatorSession, recordAct, refuseForeignOrigin, type OperatorSession } from '@/lib/auth';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { throttleAddress } from '@/lib/identity';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { toWireAmount } from '@/lib/kernel/money';
import { listActions, loadOverview, OPERATOR_ACTIONS, traceOf, type OperatorAction, type TracedConsent, type TraceStep } from '@/lib/operations';
import { inTransaction } from '@/lib/ports';
import { operatorOnly } from './ops';
import { parse, readBody } from './read-body';
import { RowCursor } from './schema';
import { done, refuse, respond } from './words';

// An operator in a browser, and what an operator looks at: of every tenant, so a merchant's key is not taken here.

const GUESSES = { points: 10, seconds: 60 };
export const SignInBody = z.strictObject({ api_key: z.string().min(1).max(500) });

/** POST /api/v1/ops/session {api_key}: signs a browser in for eight hours, by cookie. 401 for what is no operator's key. */
export const postOpsSession: Endpoint = endpoint({
  ...operatorOnly,
  credentials: ['none'],
  method: 'POST',
  path: '/api/v1/ops/session',
  handle: async (ctx, request) => {
    refuseForeignOrigin(ctx, request);
    const { api_key: key } = await readBody(request, SignInBody);
    const guess = await throttleAddress(ctx, { what: 'operator', clientAddress: ctx.clientAddress, budget: GUESSES });
    if (!guess.ok) throw fail(429, 'rate_limited', 'Too many attempts. Wait a little.', { headers: { 'retry-after': String(guess.error.retryAfterSeconds) } });
    const opened = await inTransaction(ctx, async (tx) => {
      const session = await openOperatorSession(tx, key);
      if (session) await recordAct(asOperator(tx, session), { action: 'sign_in', subjects: [], outcome: 'done' });
      return session;
    });
    if (!opened) throw fail(401, 'unauthorized', 'This is no key of an operator, or it was revoked.');
    ctx.log.info({ clientAddress: ctx.clientAddress }, 'an operator signed in');
    return respond(done({ signed_in: true }), { 'set-cookie': opened.cookie });
  },
});

/** DELETE /api/v1/ops/session: signs this browser out, whether it was signed in or not. */
export const deleteOpsSession: Endpoint = endpoint({
  ...operatorOnly,
  credentials: ['none'],
  method: 'DELETE',
  path: '/api/v1/ops/session',
  handle: async (ctx, request) => {
    refuseForeignOrigin(ctx, request);
    const cookie = await inTransaction(ctx, async (tx) => {
      const { cookie, ended } = await endOperatorSession(tx, request.headers);
      if (ended) await recordAct(asOperator(tx, ended), { action: 'sign_out', subjects: [], outcome: 'done' });
      return cookie;
    });
    return respond(done({ signed_in: false }), { 'set-cookie': cookie });
  },
});

/** Signing in and out takes no credential: the call becomes the operator's by what it does. */
const asOperator = (ctx: RequestCtx, { keyId, session }: OperatorSession): RequestCtx => ({ ...ctx, principal: { kind: 'operator', keyId, session } });

/** GET /api/v1/ops/overview: what waits, what stands still, what was sold in 24 hours, what the last reconciliation found. */
export const getOverview: Endpoint = endpoint({
  ...operatorOnly,
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
  ...operatorOnly,
  method: 'GET',
  path: '/api/v1/ops/traces/[id]',
  handle: async (ctx, _request, { id = '' }) => {
    const trace = await traceOf(ctx, id);
    if (!trace) return respond(refuse('NOT_FOUND', 'No purchase has this id.'));
    const { checkoutId, merchant, orderId, walletId, agentId, steps, consents } = trace;
    return respond(done({ checkout_id: checkoutId, merchant_id: merchant.id, merchant_handle: merchant.handle, order_id: orderId, wallet_id: walletId, agent_id: agentId, steps: steps.map(toWire), consent_proofs: consents.map(toWireConsent) }));
  },
});

const toWire = ({ at, kind, id, status, amount, note }: TraceStep): object => ({
  at: at.toISOString(), kind, id, status, note, ...(amount && { amount_minor: toWireAmount(amount.amount), currency: amount.currency }),
});

const toWireConsent = (consent: TracedConsent): object => ({
  attempt_id: consent.attemptId, issuer: consent.issuer, mandate_id: consent.mandateId, signed_text: consent.signedText, jws: consent.jws, key_id: consent.keyId, key_thumbprint: consent.keyThumbprint,
  public_key: consent.publicKey, checked_at: consent.checkedAt.toISOString(),
});

const PAGE_SIZE = 50;
export const ActionsQuery = z.object({ action: z.enum(OPERATOR_ACTIONS).optional(), cursor: RowCursor.optional() });

/** GET /api/v1/ops/audit[?action=&cursor=]: what was done with operators' credentials, the newest first. Kept for good. */
export const getActions: Endpoint = endpoint({
  ...operatorOnly,
  method: 'GET',
  path: '/api/v1/ops/audit',
  handle: async (ctx, request) => {
    const { action = null, cursor } = parse(ActionsQuery, Object.fromEntries(new URL(request.url).searchParams));
    const found = await listActions(ctx, { action, beforeId: decodeRowCursor(cursor), limit: PAGE_SIZE + 1 });
    const page = found.slice(0, PAGE_SIZE);
    return respond(done({ actions: page.map(toWireAction), next_cursor: found.length > PAGE_SIZE ? String(page.at(-1)?.id) : null }));
  },
});

const toWireAction = ({ id, at, by, clientAddress, requestId, action, subjects, outcome, note }: OperatorAction): object => ({
  id: String(id), at: at.toISOString(), key_id: by.keyId, session: by.session, client_address: clientAddress, request_id: requestId, action, subjects, outcome, note,
});
