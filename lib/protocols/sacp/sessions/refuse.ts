import { isShortage, type CheckoutMessage, type CheckoutRefusal } from '@/lib/checkout';
import type { Answer } from '@/lib/http/idempotency';

export type Operation = 'create' | 'read' | 'update' | 'complete' | 'cancel';

type RefusalOf = { readonly [C in CheckoutRefusal['code']]: Extract<CheckoutRefusal, { code: C }> };
type AnswerOf = { readonly [C in CheckoutRefusal['code']]: (refusal: RefusalOf[C], operation: Operation) => Answer };

const SESSIONS = '/api/agent/v1/sessions';

const error = (status: number, code: string, message: string, nextStep: string, more: object = {}): Answer => ({
  status,
  body: { error: code, message, ...more, next_step: nextStep },
});

/** Every refusal of the checkout domain in SACP's words (specs/systems.md, "Store sessions"). It compiles only when each has its row. */
const ANSWERS: AnswerOf = {
  not_found: () => error(404, 'not_found', 'There is no such session.', 'Check the session_id, and the merchant if you name one.'),
  channel_closed: () => error(403, 'merchant_unavailable', 'The merchant does not sell to agents over SACP at the moment.', 'Choose another merchant, or try again later.'),
  unknown_item: ({ index, itemId }) =>
    error(400, 'item_unavailable', `The merchant has no product "${itemId}".`, 'Choose a product of GET /api/agent/v1/products.', {
      param: `$.items[${index}].product_id`,
    }),
  unknown_option: ({ optionId }) =>
    error(400, 'invalid_request', `The option "${optionId}" is not offered for this session.`, 'Choose one of fulfillment_options; they follow from the address.', {
      param: '$.fulfillment_option_id',
    }),
  bad_fulfillment_item: () => error(400, 'invalid_request', 'The option cannot hand these items over.', 'Choose one of fulfillment_options.', { param: '$.fulfillment_option_id' }),
  attribution_conflict: () => error(409, 'attribution_conflict', 'Another affiliate is kept for this session.', 'Leave the attribution out.'),
  currency_not_supported: ({ expected }) =>
    error(400, 'currency_mismatch', `The merchant sells in ${expected}.`, 'Leave currency out, or send that one.', { param: '$.currency', expected }),
  not_editable: ({ status }, operation) => closed(status, operation),
  not_ready: ({ messages }) => notReady(messages),
  in_progress: () => error(409, 'session_not_ready', 'The session is being paid just now.', `Read the session in a second: GET ${SESSIONS}/{id}.`),
  not_as_expected: () => changedMeanwhile,
  invalid_consent: () => changedMeanwhile,
  requires_3ds: () => error(400, 'requires_3ds', 'The card needs its holder authenticated (3-D Secure).', 'Pay with another payment token.'),
  invalid_authentication: () => error(400, 'invalid_request', 'The authentication result is not valid for this payment.', 'Pay with another payment token.'),
  buyer_mismatch: () => error(400, 'invalid_request', 'The buyer differs from the buyer of the session.', `Change the buyer with PATCH ${SESSIONS}/{id} first.`),
  invalid_token: ({ reason }) =>
    error(400, 'invalid_payment_token', TOKEN_FAULTS[reason], 'Ask for a new one with POST /api/agent/v1/payments/token.', { param: '$.payment_token', reason }),
};

const TOKEN_FAULTS: Record<RefusalOf['invalid_token']['reason'], string> = {
  unknown: 'The payment token is not one for this session.',
  used: 'The payment token was used before.',
  expired: 'The payment token has expired.',
  voided: 'The payment token is void: the session was changed, or the agent was paused or revoked.',
  mismatch: 'The payment token was issued for another amount, currency or state of this session.',
};

/** A platform's key has no wallet behind it: it must bring a token. */
export const tokenRequired: Answer = error(
  400,
  'invalid_payment_token',
  'A payment token is required with a merchant key.',
  "Send payment_token: the buyer's agent gets it with POST /api/agent/v1/payments/token.",
  { param: '$.payment_token' },
);

/** The session was edited between our look and the wallet's. */
export const changedMeanwhile: Answer = error(409, 'session_not_ready', 'The session changed while it was being paid.', 'Read the session and complete it again.');

function closed(status: RefusalOf['not_editable']['status'], operation: Operation): Answer {
  const fresh = `Open a new session with POST ${SESSIONS}.`;
  const nextStep = status === 'paying' ? 'Read the session in a second.' : status === 'completed' ? 'Nothing: the session is paid.' : fresh;
  const state = STATES[status];
  if (operation === 'cancel') return error(409, 'session_not_cancellable', `The session ${state} and cannot be cancelled.`, nextStep);
  if (status === 'expired') return error(410, 'session_expired', 'The time of this session ran out.', fresh);
  if (operation === 'complete') return error(409, 'session_not_ready', `The session ${state} and cannot be paid.`, nextStep);
  return error(409, 'session_not_editable', `The session ${state} and cannot be changed.`, nextStep);
}

const STATES: Record<RefusalOf['not_editable']['status'], string> = {
  open: 'is open',
  needs_input: 'lacks something',
  ready: 'is ready',
  authentication_required: 'waits for the card holder',
  paying: 'is being paid just now',
  completed: 'is completed',
  canceled: 'is cancelled',
  expired: 'has expired',
};

function notReady(messages: readonly CheckoutMessage[]): Answer {
  const short = messages.find(isShortage);
  if (short) return itemUnavailable(short);
  const [first] = messages;
  return error(409, 'session_not_ready', `The session cannot be paid yet.${first ? ` ${first.text}` : ''}`, `Mend what its messages name with PATCH ${SESSIONS}/{id}.`);
}

/** Goods that are sold out, or fewer than were asked for. */
export const itemUnavailable = ({ text, subject }: CheckoutMessage): Answer =>
  error(409, 'item_unavailable', text, `Change the items with PATCH ${SESSIONS}/{id}, or try again when there is stock.`, {
    ...(subject.field === 'line' ? { param: `$.items[${subject.index}]` } : {}),
  });

/** What SACP answers to a refusal of the checkout domain. */
export function refusalAnswer<C extends CheckoutRefusal['code']>(refusal: RefusalOf[C], operation: Operation): Answer {
  const toAnswer: AnswerOf[C] = ANSWERS[refusal.code];
  return toAnswer(refusal, operation);
}
