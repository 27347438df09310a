import { completeCheckout, findTokenTransaction, releasePrice } from '@/lib/checkout';
import { addSeconds } from '@/lib/kernel/clock';
import { failpoint } from '@/lib/kernel/failpoint';
import { Unavailable, type Ctx, type HostedPaymentPort } from '@/lib/ports';
import { hostedStatus, SETTLE_SECONDS } from './hosted-status';
import { endHosted, findHosted, writeLatePayment, writeSession } from './store';
import type { HostedRow } from './types';

/** `open`: a person may pay there. `processing`: it is not known yet what comes of it. `over`: how it ended is written. */
export type Settled = 'open' | 'processing' | 'over';

/** `sessionId`: where whoever tells of a payment knows the provider's name of it, also before our row does. */
export type SettleHostedCheckout = { readonly hostedCheckoutId: string; readonly sessionId?: string };

/**
 * Brings a hosted checkout in line with what its provider says now: paid in time it becomes the order, once; paid too late, or for what is not to be
 * had any more, the money goes back; over and unpaid, nobody pays there any more. Told twice, late or in any order it comes to the same. Called by
 * webhooks, by the job that asks when none came, and by the page that a person comes back to. Throws Unavailable where the provider does not
 * answer, or another payment is under way: it is to be told again.
 */
export async function settleHostedCheckout(ctx: Ctx, { hostedCheckoutId, sessionId }: SettleHostedCheckout): Promise<Settled> {
  const row = await findHosted(ctx, hostedCheckoutId);
  const port = ctx.ports.hostedPayment;
  if (!row || row.provider === 'simulator' || port === null) return 'over';
  const session = row.providerSessionId ?? sessionId ?? null;
  if (session === null) return endUnopened(ctx, row);
  if (row.providerSessionId === null) await writeSession(ctx, row.id, { sessionId: session });
  const payment = await findOrClose(ctx, port, row, session);
  if (payment.status === 'open' || payment.status === 'processing') return payment.status;
  if (payment.status === 'paid') await takePayment(ctx, row, { session, reference: payment.reference });
  else await endUnpaid(ctx, row);
  return 'over';
}

/** Where it is over, or paid in another way, nobody is to pay there any more. */
async function findOrClose(ctx: Ctx, port: HostedPaymentPort, row: HostedRow, session: string): ReturnType<HostedPaymentPort['find']> {
  const payment = await port.find(ctx, session);
  return payment.status === 'open' && hostedStatus(row, ctx.clock.now()) !== 'open' ? port.close(ctx, session) : payment;
}

/** Nobody was ever sent there: it is being opened, or whoever opened it was cut off. */
async function endUnopened(ctx: Ctx, row: HostedRow): Promise<Settled> {
  if (hostedStatus(row, ctx.clock.now()) === 'open') return 'processing';
  await endUnpaid(ctx, row);
  return 'over';
}

async function endUnpaid(ctx: Ctx, row: HostedRow): Promise<void> {
  const status = hostedStatus(row, ctx.clock.now());
  await endHosted(ctx, row.id, status === 'complete' ? 'complete' : 'expired');
  if (status !== 'complete') await releasePrice(ctx, row.checkoutId);
}

type Paid = { readonly session: string; readonly reference: string };

async function takePayment(ctx: Ctx, row: HostedRow, paid: Paid): Promise<void> {
  const isOrdered = (await isOurs(ctx, paid)) || (isInTime(ctx, row) && (await order(ctx, row, paid)));
  failpoint('hosted.ordered');
  if (isOrdered) return endHosted(ctx, row.id, 'complete');
  await giveBack(ctx, row, paid);
}

/** The order was made of this very payment. */
const isOurs = async (ctx: Ctx, { session, reference }: Paid): Promise<boolean> => (await findTokenTransaction(ctx, session)) === reference;

/** It was not closed yet, and no longer ago over than its price is held. */
const isInTime = (ctx: Ctx, { status, expiresAt, snapshotHash, checkoutHash }: HostedRow): boolean =>
  status === 'open' && snapshotHash === checkoutHash && ctx.clock.now() < addSeconds(expiresAt, SETTLE_SECONDS);

/** False where there is nothing to be had for the payment: goods ran out, the checkout was canceled, or another paid it. */
async function order(ctx: Ctx, { merchantId, checkoutId, wireVersion }: HostedRow, { session }: Paid): Promise<boolean> {
  const completed = await completeCheckout(ctx, { merchantId, checkoutId, actor: { kind: 'acquirer', merchantId }, token: session, wireVersion, resumed: true });
  if (!completed.ok && completed.error.code === 'in_progress') throw new Unavailable(`Checkout ${checkoutId} is being paid.`);
  return completed.ok && completed.value.outcome === 'completed';
}

/** All of it, once: the provider knows the refund by the hosted checkout's name. */
async function giveBack(ctx: Ctx, row: HostedRow, { reference }: Paid): Promise<void> {
  await writeLatePayment(ctx, row.id, reference);
  failpoint('hosted.late');
  const refunded = await ctx.ports.payment.refund(ctx, { reference, amount: null, refundKey: `hosted-${row.id}` });
  const isGone = !refunded.ok && refunded.error.code === 'amount_exceeds_captured' && refunded.error.leftAmount === 0n; // given back at the provider itself
  if (!refunded.ok && !isGone) throw new Unavailable(`The late payment ${reference} could not be refunded: ${refunded.error.code}.`);
  const standing = await findHosted(ctx, row.id);
  await endHosted(ctx, row.id, standing?.orderId == null ? 'expired' : 'complete');
  if (standing?.orderId == null) await releasePrice(ctx, row.checkoutId);
}
