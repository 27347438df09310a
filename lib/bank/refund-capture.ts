import { findTransfer, transfer } from '@/lib/ledger';
import { invariant, InvariantError } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { settlementAccount } from './chart-of-accounts';
import { requireUp } from './outage';
import { refundReference } from './references';
import { lockHold, updateHold, type HoldWithAccount } from './store';
import type { Hold, RefundCapture, RefundCaptureError } from './types';

/**
 * Gives captured money back to the holder (the merchant's settlement account to available), in parts if need be, never more than was
 * captured and not refunded yet. The same refundKey refunds once and answers the hold as it stands. Refusals change nothing:
 * hold_not_found, amount_exceeds_captured, insufficient_funds, reference_conflict (the key was used for another amount).
 */
export function refundCapture(ctx: Ctx, command: RefundCapture): Promise<Result<Hold, RefundCaptureError>> {
  invariant(command.amount > 0n, 'refundCapture: amount above zero');
  return inTransaction(ctx, async (ctx) => {
    const hold = await lockHold(ctx.db, command.reference);
    if (!hold) return err({ code: 'hold_not_found' });
    requireUp(hold);
    const earlier = await findTransfer(ctx, refundReference(command.reference, command.refundKey));
    if (earlier) return earlier.amount === command.amount ? ok(hold) : err({ code: 'reference_conflict' });
    const leftAmount = hold.capturedAmount - hold.refundedAmount;
    return command.amount > leftAmount ? err({ code: 'amount_exceeds_captured', leftAmount }) : giveBack(ctx, command, hold);
  });
}

async function giveBack(ctx: Ctx, command: RefundCapture, hold: HoldWithAccount): Promise<Result<Hold, RefundCaptureError>> {
  const moved = await transfer(ctx, {
    kind: 'refund',
    debitAccountId: settlementAccount(hold.bank, command.merchantId, hold.currency).id,
    creditAccountId: hold.availableAccountId,
    amount: command.amount,
    currency: hold.currency,
    reference: refundReference(command.reference, command.refundKey),
  });
  if (!moved.ok) {
    if (moved.error.code === 'insufficient_funds') return err({ code: 'insufficient_funds' });
    throw new InvariantError(`what was captured stands on a settlement account: ${moved.error.code}`);
  }
  const refunded: Hold = { ...hold, refundedAmount: hold.refundedAmount + command.amount };
  await updateHold(ctx.db, refunded);
  return ok(refunded);
}
