import { err, ok, type Result } from '@/lib/kernel/result';
import { advanceFulfillment, lockOrder, recordKitchenStep, shipOrder, type Order } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { decideMove } from './decide-move';
import { emitChange } from './emit-change';
import type { TicketStatus } from './status';
import { insertCommand, lockTicket, writeTicket } from './store';
import type { KitchenAction, Ticket } from './types';

export type MoveTicket = {
  readonly merchantId: string;
  readonly orderId: string;
  readonly action: KitchenAction;
  /** The tablet's own id of the tap: the same one counts once. Null where nobody taps: what no longer fits changes nothing anyhow. */
  readonly commandId: string | null;
  readonly userId: string | null;
  /** Of an undo: the status that is taken back. Left out: whatever it is. */
  readonly undoes?: TicketStatus | undefined;
};

/** moved: it counted. repeated: it was made before. stale: it no longer fits. In each case the ticket as it is now. */
export type MovedTicket = { readonly ticket: Ticket; readonly outcome: 'moved' | 'repeated' | 'stale' };

/**
 * A tap in the kitchen. One transaction: the ticket under its lock with its next revision, the order's timeline, what is handed over or taken back of the
 * order itself (and so its webhooks), and the promise of `kitchen.changed`. Refused with not_found alone, another merchant's as none.
 */
export const moveTicket = (ctx: Ctx, command: MoveTicket): Promise<Result<MovedTicket, { readonly code: 'not_found' }>> =>
  inTransaction<Ctx, Result<MovedTicket, { readonly code: 'not_found' }>>(ctx, async (tx) => {
    const { merchantId, orderId, action, commandId, userId } = command;
    const order = await lockOrder(tx, { orderId, reader: { merchantId } });
    const ticket = order && (await lockTicket(tx, { merchantId, orderId }));
    if (!order || !ticket) return err({ code: 'not_found' });
    if (commandId !== null && !(await insertCommand(tx, { merchantId, id: commandId, orderId, action, userId }))) return ok({ ticket, outcome: 'repeated' });
    const change = decideMove(ticket, command, tx.clock.now());
    if (!change) return ok({ ticket, outcome: 'stale' });
    const moved: Ticket = { ...ticket, ...change, revision: ticket.revision + 1 };
    // The ticket first: what happens to the order makes tickets follow, and finds this one there.
    await writeTicket(tx, ticket, change);
    await changeOrderOf(tx, order, ticket, moved);
    await emitChange(tx, moved);
    return ok({ ticket: moved, outcome: 'moved' });
  });

async function changeOrderOf(tx: Ctx, order: Order, before: Ticket, after: Ticket): Promise<void> {
  const told = await (after.status === before.status ? false : handOver(tx, order, before, after));
  if (told) return;
  const kind = before.status === after.status ? 'kitchen_delayed' : KINDS[after.status];
  if (kind) await recordKitchenStep(tx, order, { kind, at: after.etaAt });
}

/** The step's name in the timeline, where the order itself has none for it. */
const KINDS: Readonly<Partial<Record<TicketStatus, Parameters<typeof recordKitchenStep>[2]['kind']>>> = {
  paid: 'kitchen_undone', acknowledged: 'kitchen_acknowledged', ready: 'ready_for_pickup', fulfilled: 'delivered', no_show: 'kitchen_no_show',
};

/** Goods are ready, fetched, or taken back: the order says so, and its timeline and webhooks with it. False where it has nothing to say. */
async function handOver(tx: Ctx, { merchantId, id: orderId, progress }: Order, before: Ticket, { status, revision }: Ticket): Promise<boolean> {
  if (status === 'ready') {
    const shipped = await shipOrder(tx, { merchantId, orderId, key: `kitchen-${revision}`, lines: null, carrier: null, trackingNumber: null, trackingUrl: null });
    return shipped.ok;
  }
  const waiting = progress.fulfillments.filter((each) => each.status === 'ready_for_pickup');
  if (before.status !== 'ready' || waiting.length === 0) return false;
  const description = status === 'fulfilled' ? null : status === 'no_show' ? 'Not fetched' : 'Not ready after all';
  for (const { id: fulfillmentId } of waiting) {
    await advanceFulfillment(tx, { merchantId, orderId, fulfillmentId, status: status === 'fulfilled' ? 'delivered' : 'failed', description });
  }
  return status === 'fulfilled';
}
