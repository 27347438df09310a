import type { TicketStatus } from './status';

/** Who fetches an order. Null where nobody said. */
export type TicketContact = { readonly name: string | null; readonly phone: string | null; readonly email: string | null };

/** An order as the kitchen sees it. */
export type Ticket = {
  readonly merchantId: string;
  readonly orderId: string;
  readonly status: TicketStatus;
  /** Six digits, shown to customer and staff. */
  readonly pickupCode: string;
  readonly contact: TicketContact;
  /** BCP 47, of who ordered; null where it is not known. */
  readonly locale: string | null;
  readonly notes: string | null;
  /** The quarter of an hour that it takes a place of. */
  readonly slotAt: Date;
  /** Both null: as soon as possible. */
  readonly windowStartsAt: Date | null;
  readonly windowEndsAt: Date | null;
  readonly etaAt: Date;
  /** provisional until the kitchen has seen the order. */
  readonly etaStatus: 'provisional' | 'confirmed';
  readonly placedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly readyAt: Date | null;
  readonly fulfilledAt: Date | null;
  /** The customer is at the door. */
  readonly arrivedAt: Date | null;
  /** When it was canceled, refunded or given up as not fetched. */
  readonly closedAt: Date | null;
  readonly receiptSeenAt: Date | null;
  /** Moves with each change. */
  readonly revision: number;
};

/** What a person in the kitchen does to a ticket. delay: five minutes more. undo: the last step is taken back. */
export const KITCHEN_ACTIONS = ['acknowledge', 'delay', 'ready', 'fulfill', 'no_show', 'undo'] as const;
export type KitchenAction = (typeof KITCHEN_ACTIONS)[number];

/** How busy a kitchen is. `paused`: it takes nothing new as soon as possible; `pausedUntil` null while paused: until someone resumes. */
export type KitchenLoad = {
  readonly paused: boolean;
  readonly pausedUntil: Date | null;
  /** Added to each new estimate. */
  readonly busyMinutes: number;
  /** Not ready, and due within the hour. */
  readonly openOrders: number;
};

/** A quarter of an hour in which orders can be fetched, and how many more it takes. */
export type PickupSlot = { readonly startsAt: Date; readonly endsAt: Date; readonly left: number };

/** What `kitchen.changed` tells of. */
export type KitchenChange = { readonly merchantId: string; readonly orderId: string; readonly status: TicketStatus; readonly revision: number };

/** Minutes that a kitchen may add to its estimates. */
export const BUSY_MINUTES_MAX = 240;
export const SLOT_MINUTES = 15;
