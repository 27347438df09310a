import type { BoardItem, BoardTicket, BoardView, KitchenLoad } from '@/lib/kitchen';

/** A ticket on the wire: what is to be made, for whom, until when. Times are ISO 8601 in UTC. */
export type TicketBody = ReturnType<typeof toTicketBody>;
export type KitchenBody = ReturnType<typeof toKitchenBody>;
export type ItemBody = ReturnType<typeof toItemBody>;
export type BoardBody = { readonly kitchen: KitchenBody; readonly tickets: readonly TicketBody[]; readonly items: readonly ItemBody[] };

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const toTicketBody = (ticket: BoardTicket) => ({
  orderId: ticket.orderId,
  number: ticket.number,
  status: ticket.status,
  revision: ticket.revision,
  pickupCode: ticket.pickupCode,
  name: ticket.name,
  phone: ticket.phone,
  notes: ticket.notes,
  lines: ticket.lines.map(({ name, quantity }) => ({ name, qty: quantity })),
  windowStartsAt: iso(ticket.windowStartsAt),
  windowEndsAt: iso(ticket.windowEndsAt),
  pickupETA: ticket.etaAt.toISOString(),
  etaStatus: ticket.etaStatus,
  placedAt: ticket.placedAt.toISOString(),
  acknowledgedAt: iso(ticket.acknowledgedAt),
  readyAt: iso(ticket.readyAt),
  fulfilledAt: iso(ticket.fulfilledAt),
  arrivedAt: iso(ticket.arrivedAt),
  closedAt: iso(ticket.closedAt),
});

export const toKitchenBody = ({ paused, pausedUntil, busyMinutes, openOrders }: KitchenLoad) => ({ paused, pausedUntil: iso(pausedUntil), busyMinutes, openOrders });

/** Of an item that is out without an end no time is told. */
const toItemBody = ({ id, name, category, inStock, snoozedUntil, endless }: BoardItem) => ({
  sku: id, name, category, inStock, snoozed: snoozedUntil !== null, snoozedUntil: endless ? null : iso(snoozedUntil),
});

export const toBoardBody = ({ tickets, load, items }: BoardView): BoardBody => ({ kitchen: toKitchenBody(load), tickets: tickets.map(toTicketBody), items: items.map(toItemBody) });
