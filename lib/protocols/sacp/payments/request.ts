import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { oncePerKey, type Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { requestPayment } from '@/lib/wallet';
import { answer, refusal } from '../errors';
import { parseOrRefuse, readExactJson } from '../read-body';
import { PaymentBody, readAmount, readCurrency } from './schema';
import { toPaymentWire, toRefusalWire } from './to-wire';

const MAX_KEY_LENGTH = 255;

const paymentEndpoint = (path: Endpoint['path'], withToken: boolean): Endpoint =>
  endpoint({
    method: 'POST',
    path,
    wire: 'sacp',
    credentials: ['agent_token'],
    scope: 'initiate_purchase',
    tenant: 'resource',
    handle: async (ctx, request) => {
      const key = request.headers.get('idempotency-key');
      if (key !== null && (key === '' || key.length > MAX_KEY_LENGTH)) throw fail(400, 'invalid_request', 'Idempotency-Key must have 1 to 255 characters.');
      const json = await readExactJson(request);
      const decide = (on: Ctx) => decidePayment(on, ctx, json, withToken);
      if (key === null) return toResponse(await decide(ctx));
      return underKey(ctx, { path, key, json }, decide);
    },
  });

/** POST /api/agent/v1/payments/token: decide, reserve and issue the token (rules.md, "Limits, approvals, tokens"). */
export const postToken = paymentEndpoint('/api/agent/v1/payments/token', true);

/** POST /api/agent/v1/payments/authorize: decide and reserve; the token is fetched by payments/token with the same body. */
export const postAuthorize = paymentEndpoint('/api/agent/v1/payments/authorize', false);

async function decidePayment(ctx: Ctx, { principal }: RequestCtx, json: unknown, withToken: boolean): Promise<Answer> {
  invariant(principal.kind === 'agent', 'the entrance admits agents only');
  const body = parseOrRefuse(PaymentBody, json);
  const currency = readCurrency(body.currency);
  const result = await requestPayment(ctx, {
    agentId: principal.agentId,
    scopes: principal.scopes,
    merchants: principal.merchants,
    merchant: body.merchant_id,
    checkoutId: body.session_id,
    amount: readAmount(body.amount, currency),
    currency,
    items: body.items,
    note: body.note,
    withToken,
  });
  return result.ok ? toPaymentWire(result.value, ctx.settings.publicOrigin) : toRefusalWire(result.error);
}

const SEAL_PURPOSE = 'idempotency.payment-answer';

/** The answer holds a payment token, so the record keeps it sealed. */
async function underKey(ctx: RequestCtx, request: { path: string; key: string; json: unknown }, decide: (on: Ctx) => Promise<Answer>): Promise<Response> {
  const { principal } = ctx;
  invariant(principal.kind === 'agent', 'the entrance admits agents only');
  const outcome = await oncePerKey(ctx, { principal: principal.agentId, path: request.path, key: request.key, body: request.json }, async (tx) => {
    const made = await decide(tx);
    return { status: made.status, body: { sealed: ctx.keyring.seal(JSON.stringify(made.body), SEAL_PURPOSE) } };
  });
  const nextStep = 'Use a new Idempotency-Key for a new request.';
  switch (outcome.kind) {
    case 'conflict':
      return refusal(409, 'idempotency_conflict', 'This Idempotency-Key was used with another body.', { next_step: nextStep });
    case 'in_flight':
      return refusal(409, 'idempotency_in_flight', 'The first request with this Idempotency-Key is still being answered.', { next_step: 'Try again in a second.' }, {
        'retry-after': String(outcome.retryAfterSeconds),
      });
    case 'answered': {
      const { sealed } = outcome.answer.body as { sealed: string };
      return toResponse({ status: outcome.answer.status, body: JSON.parse(ctx.keyring.open(sealed, SEAL_PURPOSE)) as object });
    }
  }
}

const toResponse = ({ status, body }: Answer): Response => answer(status, body as object);
