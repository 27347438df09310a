import { emitChange } from '@/lib/kitchen';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { opensPass } from './pass-secret';
import { findTicket, markArrived } from './store';

export type ArriveRefusal = { readonly code: 'not_found' | 'wrong_secret' | 'closed' };

/** "I'm here": the kitchen sees it on the ticket. Again, it changes nothing. Refused with not_found, wrong_secret, and closed once nothing is left to fetch. */
export async function arrive(ctx: Ctx, { orderId, secret }: { orderId: string; secret: string }): Promise<Result<void, ArriveRefusal>> {
  const ticket = await findTicket(ctx, orderId);
  if (!ticket) return err({ code: 'not_found' });
  if (!opensPass(ctx, orderId, secret)) return err({ code: 'wrong_secret' });
  if (ticket.arrivedAt) return ok(undefined);
  return inTransaction<Ctx, Result<void, ArriveRefusal>>(ctx, async (tx) => {
    const moved = await markArrived(tx, orderId);
    if (moved) await emitChange(tx, { ...ticket, ...moved });
    else if (!(await findTicket(tx, orderId))?.arrivedAt) return err({ code: 'closed' });
    return ok(undefined);
  });
}
