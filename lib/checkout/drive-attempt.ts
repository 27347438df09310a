import { commitReservation, releaseReservation } from '@/lib/catalog';
import { releaseDiscounts } from '@/lib/discount';
import { placeOrder, type OrderContent } from '@/lib/order';
import { failpoint } from '@/lib/kernel/failpoint';
import { invariant } from '@/lib/kernel/invariant';
import { toCurrency } from '@/lib/kernel/money';
import { inTransaction, type ClaimedCredential, type Ctx, type PaymentState } from '@/lib/ports';
import { announceSession } from './announce-session';
import { lockCheckout, moveAttempt, versionAfterPayment, writeCheckout, writeStatus, type Attempt } from './store';
import { handoverTitle, selectedOption } from './selected-options';
import { totalRows } from './total-rows';
import { isPickup } from './set-aside';
import type { Checkout, CheckoutMessage } from './types';

/** `silent`: the network could not be reached; the lease runs out and the next one resumes. `checkout` is null when another process wrote the end. */
export type Driven = { readonly end: 'silent' } | { readonly end: 'recorded'; readonly checkout: Checkout | null };

/**
 * Takes an attempt that this process holds the lease of to its end. The network is asked under the attempt's own key: it charges once,
 * however often it is asked. `isNew`: the attempt was written a moment ago by this very process, so nobody has asked the network before.
 */
export async function driveAttempt(ctx: Ctx, attempt: Attempt, { isNew }: { isNew: boolean }): Promise<Driven> {
  let state: PaymentState;
  try {
    state = await authorize(ctx, attempt, isNew);
  } catch (error) {
    ctx.log.error({ err: error, attemptId: attempt.id }, 'the payment network did not answer; the attempt will be resumed');
    return { end: 'silent' };
  }
  failpoint('complete.authorized');
  const checkout = await inTransaction(ctx, (tx) => record(tx, attempt, state));
  failpoint('complete.recorded');
  return { end: 'recorded', checkout };
}

/** Of one that was begun before it is asked first what became of it; only an authorisation that the network never heard of is sent. */
async function authorize(ctx: Ctx, attempt: Attempt, isNew: boolean): Promise<PaymentState> {
  const known = isNew ? null : await ctx.ports.payment.retrieve(ctx, attempt.id);
  if (known) return known;
  return ctx.ports.payment.authorize(ctx, {
    idempotencyKey: attempt.id,
    merchantId: attempt.merchantId,
    merchantHandle: attempt.merchantHandle,
    merchantName: attempt.merchantName,
    checkoutId: attempt.checkoutId,
    amount: attempt.amount,
    currency: toCurrency(attempt.currency),
    credential: attempt.credential,
  });
}

/** Writes the network's answer: an order, or a checkout that may be tried again. Whoever moves the attempt first writes; the other finds it done. */
async function record(tx: Ctx, attempt: Attempt, state: PaymentState): Promise<Checkout | null> {
  const authorized = state.status === 'authorized' || state.status === 'captured';
  const [checkout, moved] = await Promise.all([
    lockCheckout(tx, attempt.checkoutId),
    moveAttempt(tx, {
      id: attempt.id,
      from: 'authorizing',
      to: authorized ? 'authorized' : 'declined',
      networkTransactionId: state.reference,
      declineReason: state.status === 'declined' ? state.reason : null,
    }),
  ]);
  invariant(checkout, `checkout ${attempt.checkoutId} exists`);
  if (!moved) return null;
  invariant(checkout.status === 'paying', `checkout ${checkout.id} is being paid`);
  return authorized ? recordOrder(tx, checkout, attempt) : recordDecline(tx, checkout, attempt, state.status === 'declined' ? state.reason : null);
}

async function recordOrder(tx: Ctx, checkout: Checkout, attempt: Attempt): Promise<Checkout> {
  const [order, updatedAt] = await Promise.all([
    placeOrder(tx, toNewOrder(checkout, attempt)),
    writeStatus(tx, checkout.id, 'completed'),
    commitReservation(tx, checkout.id),
    isPickup(checkout) ? tx.ports.pickupCapacity.take(tx, { merchantId: checkout.merchantId, checkoutId: checkout.id }) : undefined,
    tx.ports.credentials.settle(tx, { credential: attempt.credential, outcome: 'completed' }),
  ]);
  const completed: Checkout = { ...checkout, status: 'completed', version: versionAfterPayment(checkout), updatedAt, order };
  await announceSession(tx, 'session.completed', completed, { orderId: order.id });
  failpoint('complete.recording');
  return completed;
}

const toNewOrder = (checkout: Checkout, attempt: Attempt): Parameters<typeof placeOrder>[1] => ({
  merchantId: checkout.merchantId,
  checkoutId: checkout.id,
  attemptId: attempt.id,
  ...buyingAgent(attempt.credential),
  wire: checkout.wire,
  wireVersion: attempt.wireVersion,
  captureMethod: attempt.captureMethod,
  currency: checkout.currency,
  totalAmount: checkout.totals.totalAmount,
  content: toOrderContent(checkout),
});

/** Of a card that came without an agent nobody knows whether a person was there. */
const buyingAgent = (credential: ClaimedCredential): { agentId: string | null; agentName: string | null; humanPresent: boolean } =>
  credential.kind === 'wallet'
    ? { agentId: credential.agentId, agentName: credential.agentName, humanPresent: credential.humanPresent }
    : { agentId: null, agentName: null, humanPresent: false };

/** Where another token of the same card may pass, the words say what is in its way. */
const declineText = (reason: string | null): string =>
  reason === 'authentication_required'
    ? 'The card\'s bank asks its holder to authenticate this payment, and that was not done. Ask for a payment token that is authenticated, or of another card, and try again.'
    : 'The card was declined. Ask for a new payment token and try again.';

async function recordDecline(tx: Ctx, checkout: Checkout, attempt: Attempt, reason: string | null): Promise<Checkout> {
  const declined: CheckoutMessage = {
    kind: 'error',
    code: 'payment_declined',
    subject: { field: 'payment' },
    text: declineText(reason),
  };
  await releaseReservation(tx, checkout.id);
  if (isPickup(checkout)) await tx.ports.pickupCapacity.release(tx, { merchantId: checkout.merchantId, checkoutId: checkout.id });
  if (checkout.discounts.applied.length > 0) await releaseDiscounts(tx, checkout.id);
  await tx.ports.credentials.settle(tx, { credential: attempt.credential, outcome: 'failed' });
  const payable: Checkout = { ...checkout, status: 'ready', messages: [declined], version: versionAfterPayment(checkout) };
  const updatedAt = await writeCheckout(tx, { id: checkout.id, status: payable.status, content: payable, snapshotHash: checkout.snapshotHash, isPayment: true });
  await announceSession(tx, 'session.failed', payable);
  return { ...payable, updatedAt };
}

/** Of goods that others hand over the buyer is whoever they said receives them, if they said. */
function buyerOf({ buyer, contact, handover }: Checkout): OrderContent['buyer'] {
  if (buyer) return { name: (buyer.fullName ?? [buyer.firstName, buyer.lastName].filter(Boolean).join(' ')) || null, email: buyer.email };
  return handover === 'external' && contact?.email ? { name: contact.name ?? null, email: contact.email } : null;
}

function toOrderContent(checkout: Checkout): OrderContent {
  const option = selectedOption(checkout);
  const title = handoverTitle(checkout);
  return {
    lines: checkout.lines.map((line) => ({
      id: line.id,
      itemId: line.itemId,
      name: line.name,
      quantity: line.quantity,
      unitAmount: line.unitAmount,
      totalAmount: line.subtotalAmount,
      taxAmount: line.taxAmount,
    })),
    totals: totalRows(checkout),
    buyer: buyerOf(checkout),
    address: checkout.address,
    fulfillmentTitle: title,
    // An order knows a courier of the merchant's own as shipping, as ACP's Fulfillment does.
    ...(option && { fulfillmentKind: option.kind === 'local_delivery' ? 'shipping' : option.kind }),
  };
}
