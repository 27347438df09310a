import { endOrder } from '@/lib/checkout';
import { money } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cancelOrder, lockOrder, type CancelOrder } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { tellStore } from '@/lib/store-notice';
import { opensPass } from './pass-secret';
import { findTicket, lockTicket } from './store';

export type CancelPassRefusal = { readonly code: 'not_found' | 'wrong_secret' | 'too_late' };

/**
 * The customer cancels an order that the kitchen has not begun: ticket and order are canceled in one transaction with the promise of all the money,
 * then the money is seen to at once. Of this and the kitchen's acknowledgement one wins. Again, it changes nothing. Refused with not_found,
 * wrong_secret and too_late. Asks the network, so call it outside any transaction.
 */
export async function cancelPass(ctx: Ctx, { orderId, secret }: { orderId: string; secret: string }): Promise<Result<void, CancelPassRefusal>> {
  const ticket = await findTicket(ctx, orderId);
  if (!ticket) return err({ code: 'not_found' });
  if (!opensPass(ctx, orderId, secret)) return err({ code: 'wrong_secret' });
  const command: CancelOrder = { merchantId: ticket.merchantId, orderId, key: 'order-pass', lines: null, reason: 'The customer canceled it.' };
  const canceled = await inTransaction(ctx, (tx) => cancelBoth(tx, command));
  if (canceled.ok) await endOrder(ctx, command); // finds the cancellation, and brings the money home
  return canceled;
}

async function cancelBoth(tx: Ctx, command: CancelOrder): Promise<Result<void, CancelPassRefusal>> {
  const { merchantId, orderId } = command;
  const locked = await lockOrder(tx, { orderId, reader: { merchantId } }); // before its ticket, as the kitchen does
  const status = (await lockTicket(tx, orderId))?.status;
  if (status === 'canceled' || status === 'refunded') return ok(undefined); // it ended, and its money goes back or has
  if (status !== 'paid') return err({ code: 'too_late' });
  const order = await cancelOrder(tx, command); // its ticket goes with it
  if (!order.ok) return err({ code: 'too_late' }); // its merchant canceled it, or handed a part over
  if (locked) await tellStore(tx, { merchantId, event: 'cancellation', subject: orderId, money: money(locked.totalAmount, locked.currency), path: `/dashboard/orders/${orderId}` });
  return ok(undefined);
}
