import { z } from 'zod';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toWireAmount } from '@/lib/kernel/money';
import { Unavailable, type AuthorizeRequest, type PaymentOperation, type PaymentOperationRefusal, type PaymentPort, type PaymentServicePort, type PaymentState, type RefundRefusal } from '@/lib/ports';
import { mustAnswer, type ServiceClient, type ServiceRefusal } from './client';

const Reason = z.string().regex(/^[a-z0-9_]{1,60}$/).catch('declined');

/** A payment as the service knows it. `pending`: it is still at it, and is asked again later. */
export const PaymentAnswer = z.object({
  payment_id: z.string(),
  merchant_id: z.uuid(),
  status: z.enum(['pending', 'authorized', 'captured', 'voided', 'expired', 'declined']),
  amount_minor: z.int().min(0),
  currency: z.string().min(3).max(4),
  refunded_minor: z.int().min(0).default(0),
  decline_reason: Reason.optional(),
});
type PaymentAnswer = z.infer<typeof PaymentAnswer>;

/** What tells a payment of the service from one of the network: the attempt that it was made for, and the merchant's id. */
const REFERENCE = /^(att_[0-9a-z]+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

type Named = { readonly payment_id: string; readonly merchant_id: string };
const referenceOf = ({ payment_id: id, merchant_id: merchantId }: Named): string => `${id}.${merchantId}`;

/** Null for a payment of someone else's. */
export function parseReference(reference: string): Named | null {
  const [, payment_id, merchant_id] = REFERENCE.exec(reference) ?? [];
  return payment_id === undefined || merchant_id === undefined ? null : { payment_id, merchant_id };
}

function nameOf(reference: string): Named {
  const named = parseReference(reference);
  if (!named) throw new Unavailable('The payment was not made at the payment service.');
  return named;
}

/** An answer about another payment than was asked for is none. */
const answerOf = (named: Pick<Named, 'payment_id'> & Partial<Named>) =>
  PaymentAnswer.refine(({ payment_id: id, merchant_id: merchantId }) => id === named.payment_id && merchantId === (named.merchant_id ?? merchantId), { path: ['payment_id'] });

/** Statuses that say that the service will not take a payment as it is: it holds nothing. */
const WILL_NOT: readonly number[] = [400, 402, 422];

/**
 * The payment port over the operator's own service. A payment is named after its attempt, which is also the key that it is authorised under, so that
 * one that was cut off is asked for by GET /state and sent again only where the service never heard of it. Throws Unavailable where it does not answer.
 */
export function servicePayment(client: ServiceClient): PaymentPort & PaymentServicePort {
  const stateOf = async (named: Parameters<typeof answerOf>[0]): Promise<PaymentAnswer | null> => {
    const answered = await client.get(`/state/${encodeURIComponent(named.payment_id)}`, answerOf(named));
    return !answered.ok && answered.error.status === 404 ? null : mustAnswer('payment', answered);
  };
  const act = (verb: PaymentOperation['verb'], named: Named, more: object, key: string): Promise<Result<PaymentAnswer, ServiceRefusal>> =>
    client.post(`/${verb}`, { ...named, ...more }, answerOf(named), `${verb}-${key}`);
  /** Of what cannot be done, the state that is in its way. */
  const actOrTell = async (verb: 'capture' | 'void', reference: string, more: object, key: string): Promise<PaymentState> => {
    const named = nameOf(reference);
    const answered = await act(verb, named, more, key);
    const answer = answered.ok ? answered.value : await stateOf(named);
    if (!answer) throw new Unavailable(`The payment service does not know ${reference}.`);
    return toState(answer);
  };

  return {
    owns: (reference) => parseReference(reference) !== null,

    async authorize(ctx, request) {
      const id = request.idempotencyKey;
      const named = { payment_id: id, merchant_id: request.merchantId };
      const expected = answerOf(named).refine((answer) => answer.amount_minor === toWireAmount(request.amount) && answer.currency === request.currency, { path: ['amount_minor'] });
      const answered = await client.post('/authorize', toBody(request), expected, id);
      if (!answered.ok && WILL_NOT.includes(answered.error.status)) {
        const { status, reason } = answered.error;
        ctx.log.warn({ attemptId: id, status, reason }, 'the payment service would not try a payment; it counts as declined');
        return { status: 'declined', reference: referenceOf(named), reason: Reason.parse(reason) };
      }
      return toState(mustAnswer('payment', answered));
    },

    async retrieve(_ctx, idempotencyKey) {
      const answer = await stateOf({ payment_id: idempotencyKey });
      return answer && toState(answer);
    },

    capture: (_ctx, { reference, orderId }) => actOrTell('capture', reference, { order_id: orderId, amount_minor: null }, `${reference}-order-${orderId}`),

    void: (_ctx, reference) => actOrTell('void', reference, {}, reference),

    async refund(_ctx, { reference, amount, refundKey }) {
      const answered = await act('refund', nameOf(reference), { amount_minor: amount === null ? null : toWireAmount(amount) }, `${reference}-${refundKey}`);
      return answered.ok ? ok(toState(answered.value)) : err(toRefundRefusal(answered.error));
    },

    async find(_ctx, { reference, merchantId }) {
      const named = parseReference(reference);
      const answer = named && named.merchant_id === (merchantId ?? named.merchant_id) ? await stateOf(named) : null;
      if (!answer) return null;
      const { status, amount_minor: amount, refunded_minor: refunded } = answer;
      return { status: status === 'captured' && refunded > 0 && refunded === amount ? 'refunded' : status, amount: BigInt(amount), refundedAmount: BigInt(refunded) };
    },

    async operate(_ctx, { verb, reference, amount, key }) {
      const more = verb === 'void' ? {} : { amount_minor: toWireAmount(amount), ...(verb === 'capture' && { order_id: null }) };
      const answered = await act(verb, nameOf(reference), more, `${reference}-${key}`);
      return answered.ok ? ok(toState(answered.value)) : err(toOperationRefusal(answered.error));
    },
  };
}

/** What the service is to charge. `method` says who pays with what; no number of a card is known here, nor any token that could pay again. */
function toBody({ idempotencyKey, merchantId, merchantHandle, merchantName, checkoutId, amount, currency, credential }: AuthorizeRequest): object {
  const method =
    credential.kind === 'wallet'
      ? {
          kind: 'wallet', token_id: credential.tokenId, card_id: credential.cardId, card_bin: credential.cardBin ?? null, agent_id: credential.agentId, owner_id: credential.ownerId,
          human_present: credential.humanPresent, mandate_id: credential.mandateId, mandate: credential.mandate ?? null,
        }
      : credential.kind === 'vault'
        ? { kind: 'vault', token_id: credential.tokenId, card_id: credential.cardId, card_bin: credential.cardBin, authenticated: credential.authenticated }
        : { kind: 'provider', token_id: credential.tokenId };
  return {
    payment_id: idempotencyKey, merchant_id: merchantId, merchant_handle: merchantHandle, merchant_name: merchantName, checkout_id: checkoutId,
    amount_minor: toWireAmount(amount), currency, method,
  };
}

function toState(answer: PaymentAnswer): PaymentState {
  const reference = referenceOf(answer);
  switch (answer.status) {
    case 'pending':
      throw new Unavailable(`The payment service is still at ${reference}.`);
    case 'authorized':
    case 'captured':
      return { status: answer.status, reference, refundedAmount: BigInt(answer.refunded_minor) };
    case 'voided':
    case 'expired':
      return { status: answer.status, reference };
    case 'declined':
      return { status: 'declined', reference, reason: answer.decline_reason ?? 'declined' };
  }
}

/** A 4xx without a code that we know tells of a fault between the service and us: nothing is said of the payment. */
const unclear = ({ status }: ServiceRefusal): Unavailable => new Unavailable(`The payment service refuses to answer (status ${status}).`);

function toRefundRefusal(refusal: ServiceRefusal): RefundRefusal {
  switch (refusal.reason) {
    case 'amount_exceeds_captured':
      return { code: 'amount_exceeds_captured', leftAmount: refusal.left ?? 0n };
    case 'wrong_state':
      return { code: 'nothing_captured' };
    case 'idempotency_conflict':
    case 'refused':
      return { code: refusal.reason };
    default:
      throw unclear(refusal);
  }
}

function toOperationRefusal(refusal: ServiceRefusal): PaymentOperationRefusal {
  switch (refusal.reason) {
    case 'wrong_state':
    case 'amount_exceeds_authorized':
    case 'amount_exceeds_captured':
    case 'idempotency_conflict':
      return { code: refusal.reason };
    case 'refused':
      return { code: 'refund_refused' };
    default:
      throw unclear(refusal);
  }
}
