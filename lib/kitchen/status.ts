/**
 * paid: the kitchen has not seen it. acknowledged: it is being made. ready: it waits at the counter. fulfilled: it was fetched.
 * no_show: nobody came. canceled, refunded: its order ended, or all of its money went back.
 */
export const TICKET_STATUSES = ['paid', 'acknowledged', 'ready', 'fulfilled', 'canceled', 'refunded', 'no_show'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

/** The one table of what a ticket may become. A drink is ready without being made. Back goes only what a hand can take back: what was fetched stays fetched. */
const NEXT: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  paid: ['acknowledged', 'ready', 'canceled', 'refunded'],
  acknowledged: ['ready', 'paid', 'canceled', 'refunded'],
  ready: ['fulfilled', 'no_show', 'acknowledged', 'canceled', 'refunded'],
  fulfilled: ['refunded'],
  no_show: ['ready', 'canceled', 'refunded'],
  canceled: ['refunded'],
  refunded: [],
};

export const mayMove = (from: TicketStatus, to: TicketStatus): boolean => NEXT[from].includes(to);

/** Where one step back leads; null where there is none. */
const BEFORE: Readonly<Partial<Record<TicketStatus, TicketStatus>>> = { acknowledged: 'paid', ready: 'acknowledged', no_show: 'ready' };
export const statusBefore = (status: TicketStatus): TicketStatus | null => BEFORE[status] ?? null;

/** Work for the kitchen. */
export const isOpen = (status: TicketStatus): boolean => status === 'paid' || status === 'acknowledged';
