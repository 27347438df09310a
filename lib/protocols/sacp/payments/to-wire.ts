import { money, toDecimal } from '@/lib/kernel/money';
import { unreachable } from '@/lib/kernel/invariant';
import type { OwnerChange, PaymentAnswer, PaymentRefusal, PaymentState } from '@/lib/wallet';
import type { Answer } from '@/lib/http/idempotency';

const BASE = '/api/agent/v1';

/** Both answers of a payment request, 200 each (rules.md). */
export function toPaymentWire(answer: PaymentAnswer, publicOrigin: string): Answer {
  if (answer.kind === 'step_up') {
    return {
      status: 200,
      body: {
        payment_id: answer.paymentId,
        status: 'step_up_required',
        step_up_required: true,
        step_up_id: answer.approvalId,
        approval_url: `${publicOrigin}/approve/${answer.approvalId}`,
        poll_url: `${publicOrigin}${BASE}/payments/${answer.paymentId}/status`,
        expires_at: answer.expiresAt.toISOString(),
        reason: answer.reason,
        trigger_type: answer.triggerType,
        next_step: 'Give approval_url to the owner and poll poll_url until the status changes; an approved payment carries its payment_token.',
      },
    };
  }
  return {
    status: 200,
    body: {
      payment_id: answer.paymentId,
      status: 'approved',
      step_up_required: false,
      ...(answer.token === null ? {} : { payment_token: answer.token }),
      expires_at: answer.expiresAt.toISOString(),
      next_step:
        answer.token === null
          ? `Call POST ${BASE}/payments/token with the same body to get the payment token.`
          : 'Complete the checkout with payment_token before expires_at.',
    },
  };
}

const refuse = (status: number, error: string, message: string, nextStep: string, more: object = {}): Answer => ({
  status,
  body: { error, message, ...more, next_step: nextStep },
});

/** Every refusal of a payment request: rules.md, "Refusals of payments/token". */
export function toRefusalWire(refusal: PaymentRefusal): Answer {
  switch (refusal.code) {
    case 'agent_revoked':
      return refuse(401, 'invalid_token', 'This agent was revoked.', 'Ask the owner to register the agent again.');
    case 'agent_suspended':
      return refuse(403, 'agent_suspended', 'This agent is paused by its owner.', 'Ask the owner to resume this agent in the wallet.');
    case 'session_not_found':
      return refuse(404, 'session_not_found', 'There is no such checkout at this merchant.', 'Check merchant_id and session_id, or open a new checkout.');
    case 'session_not_ready':
      return refuse(409, 'session_not_ready', 'The checkout cannot be paid yet.', 'Read the checkout: its messages say what is missing.');
    case 'session_closed':
      return refuse(409, 'session_closed', 'The checkout is completed, canceled or expired.', 'Open a new checkout.');
    case 'currency_mismatch':
      return refuse(400, 'currency_mismatch', 'The checkout is in another currency.', 'Ask for the amount in the currency of the checkout.', {
        param: '$.currency',
        expected: refusal.expected,
      });
    case 'amount_mismatch':
      return refuse(400, 'amount_mismatch', 'The amount is not the total of the checkout.', 'Ask for exactly the total of the checkout.', {
        param: '$.amount',
        expected: toDecimal(money(refusal.expected, refusal.currency)),
      });
    case 'items_mismatch':
      return refuse(400, 'items_mismatch', 'The items are not those of the checkout.', 'Leave items out, or send those of the checkout.', {
        param: '$.items',
        expected: refusal.expected.map(({ id, quantity }) => ({ product_id: id, quantity })),
      });
    case 'already_claimed':
      return refuse(409, 'already_claimed', 'Another agent holds a payment token for this checkout.', 'Open a checkout of your own.');
    case 'policy_refused':
      return refuse(403, 'policy_refused', POLICY[refusal.rule].message, POLICY[refusal.rule].nextStep, {
        rule: refusal.rule,
        ...(refusal.retryAfterSeconds === null ? {} : { retry_after: refusal.retryAfterSeconds }),
      });
    case 'rule_refused':
      return refuse(403, 'policy_refused', refusal.finding.words, refusal.finding.nextStep, { rule: refusal.finding.rule });
    default:
      return unreachable(refusal);
  }
}

const POLICY = {
  pending_approvals: { message: 'Three approvals of this agent wait for the owner already.', nextStep: 'Wait for the owner to decide, then ask again.' },
  recently_declined: { message: 'The owner declined this very cart a moment ago.', nextStep: 'Change the cart, or ask again after retry_after seconds.' },
  no_payment_method: { message: 'The wallet has no card to pay with.', nextStep: 'Ask the owner to add a card to the wallet.' },
} as const;

/** A poll: status and, while it is live, the token; the same on each poll. */
export function toStatusWire({ payment, status, token, tokenExpiresAt, ownerChange }: PaymentState, publicOrigin: string): object {
  return {
    payment_id: payment.id,
    status,
    step_up_required: status === 'step_up_required',
    amount: toDecimal(payment),
    currency: payment.currency,
    session_id: payment.checkoutId,
    human_present: payment.humanPresent,
    ...(ownerChange === null ? {} : toOwnerChange(ownerChange)),
    ...(token === null ? {} : { payment_token: token }),
    ...(payment.approvalId === null ? {} : { step_up_id: payment.approvalId, approval_url: `${publicOrigin}/approve/${payment.approvalId}` }),
    expires_at: (tokenExpiresAt ?? payment.expiresAt).toISOString(),
    next_step: `${ownerChange ? 'The owner changed the cart: amount and items are what the checkout holds now. ' : ''}${NEXT_STEPS[status](token !== null)}`,
  };
}

/** amount is what the changed checkout costs; the note is the owner's word, never the store's. */
const toOwnerChange = ({ items, note }: OwnerChange): object => ({
  items_changed: true,
  items: items.map(({ id, name, quantity }) => ({ product_id: id, name, quantity })),
  ...(note === null ? {} : { owner_note: note }),
});

const NEXT_STEPS: Record<PaymentState['status'], (hasToken: boolean) => string> = {
  step_up_required: () => 'The owner has not decided yet: poll again in a few seconds.',
  approved: (hasToken) =>
    hasToken ? 'Complete the checkout with payment_token before expires_at.' : `Call POST ${BASE}/payments/token with the same body to get a payment token.`,
  rejected: () => 'The owner declined. Do not ask again for this cart.',
  expired: () => 'Ask again with POST /api/agent/v1/payments/token if the checkout is still open.',
  completed: () => 'Nothing: the purchase is paid.',
  failed: () => 'The card was declined. Ask for a new token to try again.',
  voided: () => 'The checkout changed or the agent was revoked. Read the checkout and ask again.',
};
