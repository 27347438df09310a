import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { oncePerKey, type Answer } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { requestPayment } from '@/lib/wallet';
import { answer } from '../errors';
import { parseOrRefuse, readExactJson } from '../read-body';
import { PaymentBody, readAmount, readCurrency } from './schema';
import { toPaymentWire, toRefusalWire } from './to-wire';

const MAX_KEY_LENGTH = 255;

/** Under it lie the keys of payments/token. */
export const TOKEN_PATH = '/api/agent/v1/payments/token';

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
      const { answer: given, headers } = await askForPayment(ctx, { path, key, json: await readExactJson(request), withToken });
      return answer(given.status, given.body as object, headers);
    },
  });

export type PaymentAsked = { readonly path: string; readonly key: string | null; readonly json: unknown; readonly withToken: boolean };
type Reply = { readonly answer: Answer; readonly headers: Readonly<Record<string, string>> };

const plain = (given: Answer): Reply => ({ answer: given, headers: {} });

/** A payment request, whoever carries it: decided once for its Idempotency-Key where it has one. `json`: its numbers are texts. */
export async function askForPayment(ctx: RequestCtx, { path, key, json, withToken }: PaymentAsked): Promise<Reply> {
  if (key !== null && (key === '' || key.length > MAX_KEY_LENGTH)) throw fail(400, 'invalid_request', 'Idempotency-Key must have 1 to 255 characters.');
  const decide = (on: Ctx) => decidePayment(on, ctx, json, withToken);
  return key === null ? plain(await decide(ctx)) : underKey(ctx, { path, key, json }, decide);
}

/** POST /api/agent/v1/payments/token: decide, reserve and issue the token (rules.md, "Limits, approvals, tokens"). */
export const postToken = paymentEndpoint(TOKEN_PATH, true);

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
async function underKey(ctx: RequestCtx, request: { path: string; key: string; json: unknown }, decide: (on: Ctx) => Promise<Answer>): Promise<Reply> {
  const { principal } = ctx;
  invariant(principal.kind === 'agent', 'the entrance admits agents only');
  const outcome = await oncePerKey(ctx, { principal: principal.agentId, path: request.path, key: request.key, body: request.json }, async (tx) => {
    const made = await decide(tx);
    return { status: made.status, body: { sealed: ctx.keyring.seal(JSON.stringify(made.body), SEAL_PURPOSE) } };
  });
  switch (outcome.kind) {
    case 'conflict':
      return plain({
        status: 409,
        body: { error: 'idempotency_conflict', message: 'This Idempotency-Key was used with another body.', next_step: 'Use a new Idempotency-Key for a new request.' },
      });
    case 'in_flight':
      return {
        answer: {
          status: 409,
          body: { error: 'idempotency_in_flight', message: 'The first request with this Idempotency-Key is still being answered.', next_step: 'Try again in a second.' },
        },
        headers: { 'retry-after': String(outcome.retryAfterSeconds) },
      };
    case 'answered': {
      const { sealed } = outcome.answer.body as { sealed: string };
      return plain({ status: outcome.answer.status, body: JSON.parse(ctx.keyring.open(sealed, SEAL_PURPOSE)) as object });
    }
  }
}
