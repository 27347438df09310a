import { answerCoded } from '@/lib/http/coded-failure';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { toWireAmount } from '@/lib/kernel/money';
import { confirmQuote, type Confirmation, type ConfirmRefusal, type PayingAgent } from '@/lib/quote';
import type { PaymentRefusal, StepUpAnswer } from '@/lib/wallet';
import { refuse } from './common';
import { railUnavailable, slotFull } from './refusals';
import { readBody } from './read-body';
import { ConfirmBody } from './schema';

/**
 * POST /v1/orders/confirm: by card the page where a person pays, by wallet the paid order. By wallet comes a payment token for this quote, or the
 * agent's own bearer, whose owner's limits hold: over them 402 says where the owner is asked, and the same call after their yes is the order.
 */
export const postConfirm: Endpoint = endpoint({
  method: 'POST',
  path: '/v1/orders/confirm',
  wire: 'quote',
  credentials: ['none', 'agent_token'],
  scope: 'initiate_purchase',
  tenant: 'named_merchant',
  keyScope: 'order:write',
  handle: async (ctx, request) => {
    const { quoteId, paymentMethod, paymentToken, assertions = {} } = await readBody(request, ConfirmBody);
    const confirmed = await confirmQuote(ctx, {
      quoteId,
      agent: agentOf(ctx),
      merchantId: ctx.merchant?.id,
      paymentMethod: paymentMethod ?? (paymentToken === undefined ? undefined : 'wallet'),
      paymentToken,
      assertions,
      returnUrl: null,
      cancelUrl: null,
    });
    return confirmed.ok ? toAnswer(confirmed.value) : toRefusal(ctx, confirmed.error);
  },
});

const agentOf = ({ principal }: RequestCtx): PayingAgent | null =>
  principal.kind === 'agent' ? { agentId: principal.agentId, scopes: principal.scopes, merchants: principal.merchants ?? null } : null;

function toAnswer(confirmation: Confirmation): Response {
  if (confirmation.kind === 'paid') {
    const { currency, totalCents } = confirmation.content;
    return answerCoded(200, { orderId: confirmation.orderId, status: 'paid', currency, totalCents, receipt: { message: 'Order paid and sent to kitchen.' } });
  }
  const { hosted } = confirmation;
  return answerCoded(200, {
    checkoutSessionId: hosted.id,
    checkoutUrl: hosted.url,
    amountCents: toWireAmount(hosted.amount.amount),
    currency: hosted.amount.currency,
    status: hosted.status,
    paymentStatus: hosted.paymentStatus,
    expiresAt: hosted.expiresAt.toISOString(),
    instructions: 'Complete payment at checkoutUrl to place this order.',
  });
}

function toRefusal(ctx: RequestCtx, refusal: ConfirmRefusal): Response {
  switch (refusal.code) {
    case 'quote_not_found':
      return refuse(refusal.foreign ? 404 : 400, 'QUOTE_NOT_FOUND', 'There is no such quote, or its time is over. Ask for a new one.');
    case 'assertion_failed':
      return refuse(400, `ASSERTION_FAILED_${refusal.fault.name}`, refusal.fault.words, { details: { assertion: refusal.fault.assertion } });
    case 'rail_unavailable':
      return railUnavailable(refusal);
    case 'agent_needed':
      throw fail(401, 'unauthorized', 'Paying by wallet takes a paymentToken for this quote, or the access token of an agent.', { headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' } });
    case 'step_up':
      return toStepUp(ctx, refusal.stepUp);
    case 'payment_refused':
      return toPaymentRefusal(refusal.refusal);
    case 'payment_invalid':
      return refuse(402, 'PAYMENT_INVALID', PAYMENT_FAULTS[refusal.reason] ?? 'The payment failed. Pay in another way.', { details: { reason: refusal.reason } });
    case 'item_unavailable':
      return refuse(400, 'ITEM_UNAVAILABLE', `${refusal.sku} is not available any more. Nothing was charged.`, { details: { sku: refusal.sku } });
    case 'slot_full':
      return slotFull(refusal.at);
    case 'in_progress':
      throw fail(503, 'unavailable', 'The payment is under way and its end is not known yet. Confirm again in a moment: it is charged once.', { headers: { 'retry-after': '2' } });
  }
}

const PAYMENT_FAULTS: Readonly<Record<string, string>> = {
  unknown: 'The payment token is not one for this quote.',
  used: 'The payment token was used before.',
  expired: 'The payment token has expired.',
  voided: 'The payment token is void.',
  mismatch: 'The payment token was issued for another amount or another state of this quote.',
  payment_declined: 'The card behind the payment was declined.',
};

/** Over the agent's limits: a person is asked. */
const toStepUp = ({ settings: { publicOrigin } }: RequestCtx, { paymentId, approvalId, reason, triggerType, expiresAt }: StepUpAnswer): Response =>
  refuse(402, 'PAYMENT_REQUIRED', 'The owner of the agent is asked to approve this payment.', {
    retryable: true,
    payment_id: paymentId,
    step_up_id: approvalId,
    approval_url: `${publicOrigin}/approve/${approvalId}`,
    poll_url: `${publicOrigin}/api/agent/v1/payments/${paymentId}/status`,
    reason,
    trigger_type: triggerType,
    expires_at: expiresAt.toISOString(),
    next_step: 'Give approval_url to the owner and poll poll_url; once approved, confirm the same quote again.',
  });

function toPaymentRefusal(refusal: PaymentRefusal): Response {
  switch (refusal.code) {
    case 'agent_revoked':
      throw fail(401, 'unauthorized', 'This agent was revoked.');
    case 'agent_suspended':
      throw fail(403, 'agent_suspended', 'This agent is paused by its owner.');
    case 'already_claimed':
      return refuse(409, 'PAYMENT_IN_PROGRESS', 'Another agent holds a payment token for this quote.');
    case 'policy_refused':
      return refuse(403, 'POLICY_REFUSED', POLICY[refusal.rule], {
        retryable: refusal.retryAfterSeconds !== null,
        ...(refusal.retryAfterSeconds !== null && { retryAfterMs: refusal.retryAfterSeconds * 1000 }),
        details: { rule: refusal.rule },
      });
    case 'rule_refused':
      return refuse(403, 'POLICY_REFUSED', refusal.finding.words, { details: { rule: refusal.finding.rule, nextStep: refusal.finding.nextStep } });
    case 'session_not_found':
    case 'session_not_ready':
    case 'session_closed':
    case 'amount_mismatch':
    case 'currency_mismatch':
    case 'items_mismatch':
      return refuse(400, 'QUOTE_NOT_FOUND', 'The quote is not to be had any more. Ask for a new one.');
  }
}

const POLICY = {
  pending_approvals: 'Three approvals of this agent wait for the owner already.',
  recently_declined: 'The owner declined this very cart a moment ago.',
  no_payment_method: 'The wallet has no card to pay with.',
} as const;
