import { z } from 'zod';
import { invariant } from '@/lib/kernel/invariant';
import { toWireAmount } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { Unavailable, type Ctx, type PaymentState, type RefundRefusal } from '@/lib/ports';
import { fetchIntent, orThrow, type Asker } from './asker';
import { toSettledState, type PaymentIntent } from './payment-intent';
import { deleteRefund, findRefund, insertRefund, writeRefund, type StripeRefund } from './store';
import { wordsOf } from './trouble';

type Command = { readonly reference: string; readonly amount: bigint | null; readonly refundKey: string };
type Answer = Result<PaymentState, RefundRefusal>;

const Refund = z.object({ id: z.string(), status: z.string().nullish(), metadata: z.record(z.string(), z.string()).nullish() });
type Refund = z.infer<typeof Refund>;

/** The name of a refund in its metadata. */
const REFUND = 'countersign_refund';
/** Refunds of one payment that are looked through for one of ours. */
const PAGE = 100;

/**
 * Gives back a part of what was captured, once for a refundKey, also at the same moment, after a crash or when Stripe has forgotten the
 * key: the refund is written before Stripe is asked, and found again by its name in Stripe's own list.
 */
export async function refundPayment(ctx: Ctx, asker: Asker, command: Command): Promise<Answer> {
  const { reference: paymentIntentId, refundKey } = command;
  const earlier = await findRefund(ctx, { paymentIntentId, refundKey });
  if (earlier) return resume(ctx, asker, command, earlier);
  const intent = await fetchIntent(asker, paymentIntentId);
  const leftAmount = refundableAmount(intent);
  if (leftAmount === null) return err({ code: 'nothing_captured' });
  const amount = command.amount ?? leftAmount;
  if (amount === 0n || amount > leftAmount) return err({ code: 'amount_exceeds_captured', leftAmount });
  if (await insertRefund(ctx, { paymentIntentId, refundKey, amount })) return send(ctx, asker, command, { intent, amount });
  const atOnce = await findRefund(ctx, { paymentIntentId, refundKey });
  return atOnce ? resume(ctx, asker, command, atOnce) : err({ code: 'refused' });
}

/** Null where nothing was captured. */
function refundableAmount({ status, latest_charge }: PaymentIntent): bigint | null {
  if (status !== 'succeeded') return null;
  invariant(typeof latest_charge === 'object' && latest_charge !== null, 'a captured PaymentIntent was asked for with its charge');
  return BigInt(latest_charge.amount_captured) - BigInt(latest_charge.amount_refunded);
}

async function resume(ctx: Ctx, asker: Asker, command: Command, earlier: StripeRefund): Promise<Answer> {
  if (command.amount !== null && command.amount !== earlier.amount) return err({ code: 'idempotency_conflict' });
  if (earlier.refundId !== null) return judge(asker, command, await fetchRefund(asker, earlier.refundId));
  const found = await findListed(asker, command);
  return found ? record(ctx, asker, command, found) : send(ctx, asker, command, { intent: await fetchIntent(asker, command.reference), amount: earlier.amount });
}

async function send(ctx: Ctx, asker: Asker, command: Command, { intent, amount }: { intent: PaymentIntent; amount: bigint }): Promise<Answer> {
  const { reference, refundKey } = command;
  const params = { payment_intent: reference, amount: toWireAmount(amount), metadata: { [REFUND]: refundKey }, ...takenBack(intent) };
  const asked = await asker.ask('refund', () => asker.stripe.refunds.create(params, { idempotencyKey: `refund-${reference}-${refundKey}-${String(amount)}` }));
  if (asked.ok) return record(ctx, asker, command, Refund.parse(asked.value));
  if (asked.trouble.kind === 'unclear') {
    const found = await findListed(asker, command);
    if (found) return record(ctx, asker, command, found);
    throw new Unavailable(`Stripe failed to refund: ${wordsOf(asked.trouble.error)}.`);
  }
  await deleteRefund(ctx, { paymentIntentId: reference, refundKey });
  return refusal(asker, command, amount);
}

/** What was paid to a merchant comes from the merchant again, and of the fee its share from us. How a PaymentIntent was made never changes, so neither do these words. */
const takenBack = ({ transfer_data, application_fee_amount }: PaymentIntent): object =>
  transfer_data ? { reverse_transfer: true, ...((application_fee_amount ?? 0) > 0 && { refund_application_fee: true }) } : {};

/** Why Stripe would not: others refunded meanwhile, or it has a reason of its own, such as a dispute. */
async function refusal(asker: Asker, { reference }: Command, amount: bigint): Promise<Answer> {
  const leftAmount = refundableAmount(await fetchIntent(asker, reference));
  if (leftAmount === null) return err({ code: 'nothing_captured' });
  return err(amount > leftAmount ? { code: 'amount_exceeds_captured', leftAmount } : { code: 'refused' });
}

async function record(ctx: Ctx, asker: Asker, command: Command, refund: Refund): Promise<Answer> {
  await writeRefund(ctx, { paymentIntentId: command.reference, refundKey: command.refundKey, refundId: refund.id });
  return judge(asker, command, refund);
}

async function judge(asker: Asker, { reference }: Command, { status }: Refund): Promise<Answer> {
  if (status === 'failed' || status === 'canceled') return err({ code: 'refused' });
  const state = toSettledState(await fetchIntent(asker, reference));
  invariant(state, 'what was refunded was captured');
  return ok(state);
}

const fetchRefund = async ({ stripe, ask }: Asker, id: string): Promise<Refund> => Refund.parse(orThrow('retrieve', await ask('retrieve', () => stripe.refunds.retrieve(id))));

async function findListed({ stripe, ask }: Asker, { reference, refundKey }: Command): Promise<Refund | null> {
  const listed = orThrow('list refunds', await ask('list refunds', () => stripe.refunds.list({ payment_intent: reference, limit: PAGE })));
  return listed.data.map((refund) => Refund.parse(refund)).find(({ metadata }) => metadata?.[REFUND] === refundKey) ?? null;
}
