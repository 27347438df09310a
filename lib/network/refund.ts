import { refundCapture } from '@/lib/bank';
import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { change } from './change';
import { lockOwn } from './find-own';
import { settledStatus } from './settled-status';
import { refundMayBecome } from './status';
import { findRefund, insertRefund, lockTransaction, openRefundAmount, selectSilentRefunds, settleRefund } from './store';
import { promiseToTell } from './tell';
import type { NetworkTransaction, Refund, RefundCommand, RefundError } from './types';

/** A refund whose process has said nothing for so long is taken over. */
const SILENT_SECONDS = 30;
const BATCH = 50;

/**
 * Refunds what was captured, wholly or in parts until their sum is what was captured; the same refundKey refunds once, also at the same
 * moment or after a crash. The refund is recorded before the bank is asked, so call it outside any transaction. Refusals change nothing:
 * transaction_not_found, wrong_state (nothing captured), amount_exceeds_captured, refund_refused, idempotency_conflict (the key was used
 * for another amount). A budget that was spent is not restored (rules.md).
 */
export async function refund(ctx: Ctx, command: RefundCommand): Promise<Result<NetworkTransaction, RefundError>> {
  invariant(command.amount === null || command.amount > 0n, 'refund: amount above zero');
  const requested = await inTransaction(ctx, (ctx) => request(ctx, command));
  return requested.ok ? conclude(ctx, requested.value) : requested;
}

/** Takes refunds that an interrupted process left behind to their end. Answers how many. Safe to run anywhere, at any time. */
export async function resumeRefunds(ctx: Ctx): Promise<number> {
  const silent = await selectSilentRefunds(ctx.db, { before: addSeconds(ctx.clock.now(), -SILENT_SECONDS), limit: BATCH });
  for (const refund of silent) await resume(ctx, refund);
  return silent.length;
}

/** One whose bank does not answer holds up no other. */
async function resume(ctx: Ctx, refund: Refund): Promise<void> {
  try {
    await conclude(ctx, refund);
  } catch (error) {
    ctx.log.warn({ err: error, refundId: refund.id }, 'a refund could not be brought to its end; it will be tried again');
  }
}

/** Writes the refund, counted against the cap from now on; one that is there already is answered as it is. */
async function request(ctx: Ctx, command: RefundCommand): Promise<Result<Refund, RefundError>> {
  const transaction = await lockOwn(ctx, command);
  if (!transaction) return err({ code: 'transaction_not_found' });
  const earlier = await findRefund(ctx.db, { transactionId: transaction.id, refundKey: command.refundKey });
  if (earlier) return command.amount === null || command.amount === earlier.amount ? ok(earlier) : err({ code: 'idempotency_conflict' });

  const { status, capturedAmount, refundedAmount, currency } = transaction;
  if (capturedAmount === 0n) return err({ code: 'wrong_state', status });
  const leftAmount = capturedAmount - refundedAmount - (await openRefundAmount(ctx.db, transaction.id));
  const amount = command.amount ?? leftAmount;
  if (amount === 0n || amount > leftAmount) return err({ code: 'amount_exceeds_captured', leftAmount, currency });
  const now = ctx.clock.now();
  const made: Refund = { id: newId('refund', now.getTime()), transactionId: transaction.id, refundKey: command.refundKey, amount, status: 'requested', createdAt: now };
  await insertRefund(ctx.db, made);
  return ok(made);
}

/** Asks the bank by the refund's own key and writes its answer with it, in one transaction. Whoever comes second finds the outcome. */
function conclude(ctx: Ctx, { transactionId, refundKey }: Refund): Promise<Result<NetworkTransaction, RefundError>> {
  return inTransaction(ctx, async (ctx) => {
    const transaction = await lockTransaction(ctx.db, transactionId);
    const refund = await findRefund(ctx.db, { transactionId, refundKey });
    invariant(transaction && refund, 'a recorded refund and its transaction exist');
    if (refund.status === 'done') return ok(transaction);
    if (refund.status === 'refused') return err({ code: 'refund_refused' });
    const { merchantId } = transaction;
    const given = await refundCapture(ctx, { reference: transactionId, refundKey, merchantId, amount: refund.amount });
    if (!given.ok) {
      invariant(given.error.code === 'insufficient_funds', `what was captured can be refunded: ${given.error.code}`);
      await settle(ctx, refund, 'refused');
      return err({ code: 'refund_refused' });
    }
    await settle(ctx, refund, 'done');
    return ok(await recordRefund(ctx, transaction, given.value.refundedAmount));
  });
}

async function recordRefund(ctx: Ctx, transaction: NetworkTransaction, refundedAmount: bigint): Promise<NetworkTransaction> {
  const { status, capturedAmount } = transaction;
  const refunded = await change(ctx, transaction, {
    refundedAmount,
    status: status === 'captured' ? settledStatus({ capturedAmount, refundedAmount }) : status,
  });
  await promiseToTell(ctx, refunded);
  return refunded;
}

async function settle(ctx: Ctx, refund: Refund, to: 'done' | 'refused'): Promise<void> {
  invariant(refundMayBecome(refund.status, to), `a refund ${refund.status} may become ${to}`);
  invariant(await settleRefund(ctx.db, { id: refund.id, from: refund.status, to, now: ctx.clock.now() }), 'a refund under its transaction\'s lock keeps its status');
}
