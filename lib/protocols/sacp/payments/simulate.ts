import { z } from 'zod';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { money, toDecimal, type Currency } from '@/lib/kernel/money';
import type { Decision, Figures } from '@/lib/policy';
import { simulatePayment, type SimulatePayment } from '@/lib/wallet';
import { answer, refusal } from '../errors';
import { parseOrRefuse, readExactJson } from '../read-body';
import { PaymentBody, readAmount, readCurrency } from './schema';
import { toRefusalWire } from './to-wire';

/** A payment request that need not be one: without a session_id, categories and country say what the merchant would. */
export const SimulateBody = PaymentBody.omit({ items: true, note: true }).extend({
  session_id: PaymentBody.shape.session_id.optional(),
  categories: z.array(z.string().max(60)).max(200).default([]),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code').nullable().default(null),
  /** For an owner, who has several. */
  agent_id: z.string().max(100).optional(),
});

/** POST /api/agent/v1/payments/simulate: what a payment request would be answered now, and by which rule. Changes nothing. */
export const postSimulate: Endpoint = endpoint({
  method: 'POST',
  path: '/api/agent/v1/payments/simulate',
  wire: 'sacp',
  credentials: ['agent_token', 'owner_session'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, request) => {
    const body = parseOrRefuse(SimulateBody, await readExactJson(request));
    const currency = readCurrency(body.currency);
    const result = await simulatePayment(ctx, {
      ...readCaller(ctx, body.agent_id), merchant: body.merchant_id, checkoutId: body.session_id ?? null, amount: readAmount(body.amount, currency), currency,
      categories: body.categories, country: body.country,
    });
    if (result.ok) return answer(200, toDecisionWire(result.value, currency, readAmount(body.amount, currency)));
    if (result.error.code === 'agent_not_found') return refusal(404, 'agent_not_found', 'There is no such agent.', { next_step: 'See GET /api/agent/v1/agents.' });
    const refused = toRefusalWire(result.error);
    return answer(refused.status, refused.body as object);
  },
});

type Caller = Pick<SimulatePayment, 'agentId' | 'walletId' | 'scopes' | 'merchants'>;

function readCaller({ principal }: RequestCtx, agentId: string | undefined): Caller {
  invariant(principal.kind === 'agent' || principal.kind === 'owner', 'the entrance admits agents and owners only');
  const own = principal.kind === 'agent' ? principal.agentId : agentId;
  if (own === undefined) throw fail(400, 'invalid_request', '$.agent_id must name one of your agents', { param: '$.agent_id' });
  if (agentId !== undefined && agentId !== own) throw fail(400, 'invalid_request', '$.agent_id must be your own, or be left out', { param: '$.agent_id' });
  const { walletId } = principal;
  return principal.kind === 'agent' ? { agentId: own, walletId, scopes: principal.scopes, merchants: principal.merchants } : { agentId: own, walletId, scopes: null };
}

const NEXT_STEP = 'Call POST /api/agent/v1/payments/token for a checkout of this merchant: it would be granted.';

function toDecisionWire(decision: Decision, currency: Currency, amount: bigint): object {
  const figure = (pick: 'limit' | 'used' | 'requested'): string | number | null => toFigure(decision.figures, pick, currency);
  return {
    decision: decision.decision,
    rule: decision.decision === 'allow' ? (decision.authorizationId === null ? 'within_limits' : 'authorization') : decision.rule,
    limit: figure('limit'),
    used: figure('used'),
    requested: figure('requested') ?? toDecimal(money(amount, currency)),
    currency,
    reason: decision.decision === 'allow' ? null : decision.words,
    next_step: decision.decision === 'allow' ? NEXT_STEP : decision.nextStep,
  };
}

/** Decimals in major units; a number of purchases as a number. */
function toFigure(figures: Figures | null, pick: 'limit' | 'used' | 'requested', currency: Currency): string | number | null {
  if (figures === null) return null;
  return figures.unit === 'money' ? toDecimal(money(figures[pick], currency)) : Number(figures[pick]);
}
