import { findTransfer, openAccount, transfer, type NewAccount, type NewTransfer } from '@/lib/ledger';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { settlementAccount } from './chart-of-accounts';
import { heldAmount, holdStatus } from './hold-status';
import { requireUp } from './outage';
import { captureReference } from './references';
import { lockHold, updateHold } from './store';
import type { CaptureHold, CaptureHoldError, Hold } from './types';

/**
 * Takes held money for the merchant (held to its settlement account), in parts if need be, never more than is still held. The
 * same captureKey takes once and answers the hold as it stands. Refusals change nothing: hold_not_found, hold_closed, hold_expired,
 * amount_exceeds_held, reference_conflict (the key was used for another amount).
 */
export function captureHold(ctx: Ctx, command: CaptureHold): Promise<Result<Hold, CaptureHoldError>> {
  invariant(command.amount === null || command.amount > 0n, 'captureHold: amount above zero');
  return inTransaction(ctx, async (ctx) => {
    const hold = await lockHold(ctx.db, command.reference);
    if (!hold) return err({ code: 'hold_not_found' });
    requireUp(hold);
    const reference = captureReference(command.reference, command.captureKey);
    const left = heldAmount(hold);
    const amount = command.amount ?? left;
    const lapsed = left > 0n && hold.expiresAt <= ctx.clock.now();
    if (lapsed || amount === 0n || amount > left) return replayOrRefuse(ctx, command, hold, reference);

    const replayed = await settle(ctx, settlementAccount(hold.bank, command.merchantId, hold.currency), {
      kind: 'capture',
      debitAccountId: hold.heldAccountId,
      creditAccountId: settlementAccount(hold.bank, command.merchantId, hold.currency).id,
      amount,
      currency: hold.currency,
      reference,
    });
    if (!replayed.ok) return replayed;
    if (replayed.value) return ok(hold);
    const capturedAmount = hold.capturedAmount + amount;
    const captured: Hold = { ...hold, capturedAmount, orderId: command.orderId ?? hold.orderId, status: holdStatus({ ...hold, capturedAmount }) };
    await updateHold(ctx.db, captured);
    return ok(captured);
  });
}

/** Nothing, or not enough, or nothing that may still be taken is left: either this very capture took it before, or it is refused. */
async function replayOrRefuse(ctx: Ctx, command: CaptureHold, hold: Hold, reference: string): Promise<Result<Hold, CaptureHoldError>> {
  const earlier = await findTransfer(ctx, reference);
  if (earlier) return command.amount === null || command.amount === earlier.amount ? ok(hold) : err({ code: 'reference_conflict' });
  const left = heldAmount(hold);
  if (left > 0n && hold.expiresAt <= ctx.clock.now()) return err({ code: 'hold_expired' });
  return left === 0n ? err({ code: 'hold_closed', status: hold.status }) : err({ code: 'amount_exceeds_held', heldAmount: left });
}

/** Makes the transfer; true when it had been made before. A merchant's settlement account is opened at its first capture. */
async function settle(ctx: Ctx, settlement: NewAccount, movement: NewTransfer): Promise<Result<boolean, { readonly code: 'reference_conflict' }>> {
  let moved = await transfer(ctx, movement);
  if (!moved.ok && moved.error.code === 'account_not_found') {
    await openAccount(ctx, settlement);
    moved = await transfer(ctx, movement);
  }
  if (moved.ok) return ok(moved.value.replayed);
  invariant(moved.error.code === 'reference_conflict', `what is held can be captured: ${moved.error.code}`);
  return err({ code: 'reference_conflict' });
}
