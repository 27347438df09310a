import type { Currency } from '@/lib/kernel/money';
import type { CheckoutRefusal, CheckoutStatus } from '@/lib/checkout';
import type { Failure, FailureCode, FailureRenderer } from '@/lib/http/failure';
import type { Answer } from '@/lib/http/idempotency';
import { isAuthenticationRequest, toAuthenticationError } from './delegate-authentication/failures';
import { isVaultRequest, toVaultError } from './delegate-payment/errors';
import { respond } from './respond';
import type { AcpError, AcpWire } from './wire';

/** An error the caller can mend. */
export const invalidRequest = (status: number, code: string, message: string, param?: string): AcpError => ({
  status,
  type: 'invalid_request',
  code,
  message,
  param,
});

/** The wire's body of an error: absent fields are left out of its JSON. */
export const errorAnswer = ({ status, type, code, message, param, supportedVersions }: AcpError): Answer => ({
  status,
  body: { type, code, message, param, supported_versions: supportedVersions },
});

export type Operation = 'create' | 'get' | 'update' | 'complete' | 'cancel';

type At = { readonly operation: Operation; readonly wire: AcpWire };
type RefusalOf = { readonly [C in CheckoutRefusal['code']]: Extract<CheckoutRefusal, { code: C }> };
type ErrorOf = { readonly [C in CheckoutRefusal['code']]: (refusal: RefusalOf[C], at: At) => AcpError };

/** Every refusal of the checkout domain in ACP's words (rules.md, ACP). It compiles only when each has its row. */
const ERROR_OF: ErrorOf = {
  not_found: () => invalidRequest(404, 'not_found', 'There is no such checkout session.'),
  channel_closed: () => channelClosed,
  unknown_item: ({ index, itemId }, { wire }) =>
    invalidRequest(400, 'invalid_item_id', `The item "${itemId}" does not exist.`, wire.paramOfItem(index)),
  unknown_option: ({ optionId, index }, { wire }) =>
    invalidRequest(400, 'invalid', `The fulfillment option "${optionId}" is not offered.`, wire.paramOfOption(index)),
  bad_fulfillment_item: ({ in: where, index, itemIndex, itemId, reason }, { wire }) =>
    invalidRequest(
      400,
      'invalid',
      `${itemId === null ? 'This part' : `The item "${itemId}"`} ${ITEM_FAULT[reason]}.`,
      where === 'groups' ? paramOfGroupItem(index, itemIndex) : wire.paramOfChosenItem(index, itemIndex),
    ),
  attribution_conflict: (_refusal, { wire }) =>
    invalidRequest(wire.idempotency.conflictStatus, 'conflict', 'Another affiliate is kept for this touchpoint of the checkout session.', '$.affiliate_attribution'),
  currency_not_supported: ({ currency, expected }) => currencyError(currency, expected),
  not_editable: ({ status }, { operation }) => closedError(status, operation),
  not_ready: ({ messages }, { wire }) => {
    const [first] = messages;
    const why = first ? ` ${first.text}` : '';
    return invalidRequest(409, 'session_not_ready', `The checkout session cannot be paid yet.${why}`, first && wire.paramOf(first.subject));
  },
  in_progress: () => inProgress,
  buyer_mismatch: () =>
    invalidRequest(400, 'buyer_mismatch', 'The buyer differs from the buyer of the checkout session. Update the session first.', '$.buyer'),
  invalid_consent: () => invalidRequest(400, 'invalid_consent', 'The consent proof does not hold.'),
  not_as_expected: () => invalidRequest(409, 'session_not_ready', 'The checkout session is no longer as it was when it was to be paid.'),
  requires_3ds: (_refusal, { wire }) =>
    invalidRequest(400, 'requires_3ds', 'The card needs its holder authenticated (3-D Secure), or another payment token.', wire.paramOf({ field: 'authentication' })),
  invalid_authentication: ({ reason }, { wire }) => invalidRequest(400, 'invalid', PROOF_FAULT[reason], wire.paramOf({ field: 'authentication' })),
  invalid_token: ({ reason }) => invalidRequest(400, 'invalid', TOKEN_FAULT[reason], '$.payment_data.token'),
};

/** Of checkouts and carts alike. */
export const channelClosed: AcpError = invalidRequest(403, 'channel_closed', 'The merchant does not sell over this protocol at the moment.');

const ITEM_FAULT: Record<RefusalOf['bad_fulfillment_item']['reason'], string> = {
  unknown: 'names nothing of this checkout session',
  not_offered: 'cannot be handed over in this way',
  taken: 'is in another selection or group',
};

/** Groups are in requests of one shape. */
const paramOfGroupItem = (index: number, itemIndex: number | null): string => `$.fulfillment_groups[${index}]${itemIndex === null ? '' : `.item_ids[${itemIndex}]`}`;

const TOKEN_FAULT: Record<RefusalOf['invalid_token']['reason'], string> = {
  unknown: 'The payment token is not valid for this checkout session.',
  used: 'The payment token was used before.',
  expired: 'The payment token has expired.',
  voided: 'The payment token is void: the checkout session was edited, or the agent was paused or revoked.',
  mismatch: 'The payment token was issued for another amount, currency or state of this checkout session.',
};

const PROOF_FAULT: Record<RefusalOf['invalid_authentication']['reason'], string> = {
  unknown: "The authentication result is not one that the card's bank made.",
  mismatch: 'The authentication result is of another checkout session, card, amount or currency.',
  used: 'The authentication result was used before.',
  expired: 'The authentication result has expired.',
};

const inProgress = invalidRequest(409, 'in_progress', 'The checkout session is being paid just now.');

const currencyError = (currency: string, expected: Currency): AcpError =>
  invalidRequest(400, 'currency_not_supported', `The merchant sells in ${expected.toLowerCase()}, not in "${currency}".`, '$.currency');

/** What is over cannot be canceled (405, ACP cancel) nor edited or paid again (409). */
function closedError(status: CheckoutStatus, operation: Operation): AcpError {
  if (status === 'paying') return inProgress;
  if (operation === 'cancel') return invalidRequest(405, 'session_not_cancelable', `The checkout session is ${status} and cannot be canceled.`);
  if (operation === 'complete' && status === 'completed') {
    return invalidRequest(409, 'already_completed', 'The checkout session was completed before.');
  }
  return invalidRequest(409, 'session_not_editable', `The checkout session is ${status}.`);
}

/** What ACP answers to a refusal of the checkout domain. */
export function refusalError<C extends CheckoutRefusal['code']>(refusal: RefusalOf[C], at: At): AcpError {
  const toError: ErrorOf[C] = ERROR_OF[refusal.code];
  return toError(refusal, at);
}

const TYPE_OF: Record<FailureCode, AcpError['type']> = {
  unauthorized: 'invalid_request',
  forbidden: 'invalid_request',
  insufficient_scope: 'invalid_request',
  agent_suspended: 'invalid_request',
  cross_origin: 'invalid_request',
  not_found: 'invalid_request',
  method_not_allowed: 'invalid_request',
  tenant_conflict: 'invalid_request',
  unknown_merchant: 'invalid_request',
  payload_too_large: 'invalid_request',
  unsupported_media_type: 'invalid_request',
  invalid_json: 'invalid_request',
  invalid_request: 'invalid_request',
  rate_limited: 'invalid_request',
  internal: 'processing_error',
  unavailable: 'service_unavailable',
};

/** What failed before ACP's own rules began, as an ACP Error: the same body in every version. */
export const failureAnswer = (failure: Failure): Answer => errorAnswer(toCheckoutError(failure));

/** The same as a Response. The vault and the authentication have words of their own. */
export const renderFailure: FailureRenderer = (failure, request) =>
  respond(request, errorAnswer(ownError(failure, request) ?? toCheckoutError(failure)), failure.headers);

function ownError(failure: Failure, request: Request): AcpError | null {
  if (isVaultRequest(request)) return toVaultError(failure);
  return isAuthenticationRequest(request) ? toAuthenticationError(failure) : null;
}

const toCheckoutError = ({ status, code, message, param }: Failure): AcpError => ({ status, type: TYPE_OF[code], code, message, param });
