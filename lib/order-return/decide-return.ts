import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { lockOrder, recordReturn, type Order, type OrderPaymentStatus } from '@/lib/order';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { announceReturn } from './announce-return';
import { leftAmount } from './decide-refund';
import { mayMove } from './status';
import { listReturns, writeDecision } from './store';
import type { OrderReturn, ReturnRefusal } from './types';

const MAX_MESSAGE_LENGTH = 500;

type Decision = {
  readonly orderId: string;
  readonly returnId: string;
  readonly merchantId: string;
  /** The person's or the key's id, for the record. */
  readonly decidedBy: string;
};

export type ApproveReturn = Decision & {
  readonly message: string | null;
  /** Minor units, above zero; null grants what was expected. */
  readonly refundAmount: bigint | null;
};

export type RefuseReturn = Decision & { readonly message: string };

/**
 * The merchant takes the goods back. Promises the refund (`return.approved` in the outbox) and tells the agent, in the transaction that
 * decides; the money is given back after it. What all returns of an order get never exceeds what was paid for it.
 */
export const approveReturn = (ctx: Ctx, command: ApproveReturn): Promise<Result<OrderReturn, ReturnRefusal>> =>
  decide(ctx, command, async (tx, order, requested, all) => {
    if (!IS_CAPTURED[order.paymentStatus]) return err({ code: 'not_captured' });
    const left = leftAmount(order, all) + requested.refundAmount;
    const refundAmount = command.refundAmount ?? requested.refundAmount;
    if (refundAmount > left) return err({ code: 'refund_exceeded', leftAmount: left, currency: order.currency });
    const approved = await write(tx, order, { ...requested, refundAmount, message: toMessage(command.message) }, 'approved', command.decidedBy);
    await emit(tx, { topic: 'return.approved', aggregateId: approved.id, tenantId: order.merchantId, payload: { returnId: approved.id } });
    return ok(approved);
  });

/** The merchant does not take the goods back, and says why. They may be asked for again. */
export const refuseReturn = (ctx: Ctx, command: RefuseReturn): Promise<Result<OrderReturn, ReturnRefusal>> =>
  decide(ctx, command, async (tx, order, requested) => ok(await write(tx, order, { ...requested, message: toMessage(command.message) }, 'refused', command.decidedBy)));

/** A refund is taken from what was captured. */
const IS_CAPTURED: Record<OrderPaymentStatus, boolean> = { authorized: false, captured: true, voided: false, expired: false };

const toMessage = (text: string | null): string | null => (text === null ? null : cleanText(text, MAX_MESSAGE_LENGTH) || null);

type Judge = (tx: Ctx, order: Order, requested: OrderReturn, all: readonly OrderReturn[]) => Promise<Result<OrderReturn, ReturnRefusal>>;

function decide(ctx: Ctx, { orderId, returnId, merchantId }: Decision, judge: Judge): Promise<Result<OrderReturn, ReturnRefusal>> {
  return inTransaction<Ctx, Result<OrderReturn, ReturnRefusal>>(ctx, async (tx) => {
    const order = await lockOrder(tx, { orderId, reader: { merchantId } });
    const all = order ? await listReturns(tx, [order.id]) : [];
    const requested = all.find(({ id }) => id === returnId);
    if (!order || !requested) return err({ code: 'not_found' });
    if (!mayMove(requested.status, 'approved')) return err({ code: 'already_decided', status: requested.status });
    return judge(tx, order, requested, all);
  });
}

async function write(tx: Ctx, order: Order, decided: OrderReturn, to: 'approved' | 'refused', by: string): Promise<OrderReturn> {
  const at = tx.clock.now();
  const written = await writeDecision(tx, decided, { to, by, at });
  invariant(written, `return ${decided.id} waits, under its order's lock`);
  const moved: OrderReturn = { ...decided, status: to, decidedAt: at };
  await recordReturn(tx, order, { kind: `return_${to}`, returnId: moved.id });
  await announceReturn(tx, to, order, moved);
  return moved;
}
