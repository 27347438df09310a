import { transfer } from '@/lib/ledger';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { heldAmount, holdStatus } from './hold-status';
import { requireUp } from './outage';
import { releaseReference } from './references';
import { lockHold, updateHold } from './store';
import type { Hold, ReleaseHoldError } from './types';

/**
 * Gives back all that is still held (held to available). Released before: answers the hold as it stands. Refused with
 * hold_not_found, or hold_closed when all of it was captured.
 */
export function releaseHold(ctx: Ctx, command: { reference: string }): Promise<Result<Hold, ReleaseHoldError>> {
  return inTransaction(ctx, async (ctx) => {
    const hold = await lockHold(ctx.db, command.reference);
    if (!hold) return err({ code: 'hold_not_found' });
    requireUp(hold);
    if (hold.releasedAmount > 0n) return ok(hold);
    const amount = heldAmount(hold);
    if (amount === 0n) return err({ code: 'hold_closed', status: hold.status });

    const moved = await transfer(ctx, {
      kind: 'release',
      debitAccountId: hold.heldAccountId,
      creditAccountId: hold.availableAccountId,
      amount,
      currency: hold.currency,
      reference: releaseReference(command.reference),
    });
    invariant(moved.ok, 'what is held can be released');
    const released: Hold = { ...hold, releasedAmount: amount, status: holdStatus({ ...hold, releasedAmount: amount }) };
    await updateHold(ctx.db, released);
    return ok(released);
  });
}
