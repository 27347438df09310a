import { commitReservation, releaseReservation } from '@/lib/catalog';
import { placeOrder, type OrderContent } from '@/lib/order';
import { failpoint } from '@/lib/kernel/failpoint';
import { invariant } from '@/lib/kernel/invariant';
import { toCurrency } from '@/lib/kernel/money';
import { inTransaction, type Ctx, type PaymentState } from '@/lib/ports';
import { getMerchant } from '@/lib/merchant';
import { announceSession } from './announce-session';
import { lockCheckout, moveAttempt, writeCheckout, writeStatus, type Attempt } from './store';
import type { Checkout, CheckoutMessage } from './types';

/**
 * Takes an attempt that this process holds the lease of to its end. The network is asked under the attempt's own key: it charges once,
 * however often it is asked. Answers false when the network could not be reached; the lease then runs out and the next one resumes.
 */
export async function driveAttempt(ctx: Ctx, attempt: Attempt): Promise<boolean> {
  let state: PaymentState;
  try {
    state = await authorize(ctx, attempt);
  } catch (error) {
    ctx.log.error({ err: error, attemptId: attempt.id }, 'the payment network did not answer; the attempt will be resumed');
    return false;
  }
  failpoint('complete.authorized');
  await inTransaction(ctx, (tx) => record(tx, attempt, state));
  failpoint('complete.recorded');
  return true;
}

/** Asked first what became of it; only an authorisation that the network never heard of is sent. */
async function authorize(ctx: Ctx, attempt: Attempt): Promise<PaymentState> {
  const merchant = await getMerchant(ctx, attempt.merchantId);
  const known = await ctx.ports.payment.retrieve(ctx, attempt.id);
  if (known) return known;
  return ctx.ports.payment.authorize(ctx, {
    idempotencyKey: attempt.id,
    merchantId: attempt.merchantId,
    merchantName: merchant.name,
    checkoutId: attempt.checkoutId,
    amount: attempt.amount,
    currency: toCurrency(attempt.currency),
    credential: attempt.credential,
  });
}

/** Writes the network's answer: an order, or a checkout that may be tried again. Whoever moves the attempt first writes; the other finds it done. */
async function record(tx: Ctx, attempt: Attempt, state: PaymentState): Promise<void> {
  const checkout = await lockCheckout(tx, attempt.checkoutId);
  invariant(checkout, `checkout ${attempt.checkoutId} exists`);
  const authorized = state.status === 'authorized' || state.status === 'captured';
  const moved = await moveAttempt(tx, {
    id: attempt.id,
    from: 'authorizing',
    to: authorized ? 'authorized' : 'declined',
    networkTransactionId: state.reference,
    declineReason: state.status === 'declined' ? state.reason : null,
  });
  if (!moved) return;
  invariant(checkout.status === 'paying', `checkout ${checkout.id} is being paid`);
  if (authorized) await recordOrder(tx, checkout, attempt);
  else await recordDecline(tx, checkout, attempt);
}

async function recordOrder(tx: Ctx, checkout: Checkout, attempt: Attempt): Promise<void> {
  const order = await placeOrder(tx, {
    merchantId: checkout.merchantId,
    checkoutId: checkout.id,
    attemptId: attempt.id,
    agentId: attempt.credential.agentId,
    agentName: attempt.credential.agentName,
    wire: checkout.wire,
    wireVersion: attempt.wireVersion,
    humanPresent: attempt.credential.humanPresent,
    currency: checkout.currency,
    totalAmount: checkout.totals.totalAmount,
    content: toOrderContent(checkout),
  });
  await writeStatus(tx, checkout.id, 'completed');
  await commitReservation(tx, checkout.id);
  await tx.ports.credentials.settle(tx, { tokenId: attempt.credential.tokenId, outcome: 'completed' });
  await announceSession(tx, 'session.completed', { ...checkout, status: 'completed' }, { orderId: order.id });
}

async function recordDecline(tx: Ctx, checkout: Checkout, attempt: Attempt): Promise<void> {
  const declined: CheckoutMessage = {
    kind: 'error',
    code: 'payment_declined',
    subject: { field: 'payment' },
    text: 'The card was declined. Ask for a new payment token and try again.',
  };
  await releaseReservation(tx, checkout.id);
  await tx.ports.credentials.settle(tx, { tokenId: attempt.credential.tokenId, outcome: 'failed' });
  const payable: Checkout = { ...checkout, status: 'ready', messages: [declined] };
  await writeCheckout(tx, { id: checkout.id, status: payable.status, content: payable, snapshotHash: checkout.snapshotHash });
  await announceSession(tx, 'session.failed', payable);
}

function toOrderContent(checkout: Checkout): OrderContent {
  const { totals, buyer } = checkout;
  const option = checkout.options.find((candidate) => candidate.id === checkout.selectedOptionId);
  const name = buyer ? (buyer.fullName ?? [buyer.firstName, buyer.lastName].filter(Boolean).join(' ')) : '';
  return {
    lines: checkout.lines.map(({ itemId, name: title, quantity, unitAmount, subtotalAmount }) => ({ itemId, name: title, quantity, unitAmount, totalAmount: subtotalAmount })),
    totals: [
      { label: 'Items', amount: totals.subtotalAmount },
      ...(totals.discountAmount > 0n ? [{ label: 'Discount', amount: -totals.discountAmount }] : []),
      ...(option ? [{ label: option.title, amount: totals.fulfillmentAmount }] : []),
      ...(totals.taxAmount > 0n ? [{ label: 'Tax', amount: totals.taxAmount }] : []),
      { label: 'Total', amount: totals.totalAmount },
    ],
    buyer: buyer ? { name: name || null, email: buyer.email } : null,
    address: checkout.address,
    fulfillmentTitle: option?.title ?? null,
  };
}
