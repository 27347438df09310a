/** As GET /merchant/kitchen and its stream tell it: the board of one merchant. Times are ISO 8601 in UTC. */
export type Ticket = {
  readonly orderId: string;
  readonly number: string;
  readonly status: TicketStatus;
  readonly revision: number;
  readonly pickupCode: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly notes: string | null;
  readonly lines: readonly { readonly name: string; readonly qty: number }[];
  readonly windowStartsAt: string | null;
  readonly pickupETA: string;
  readonly placedAt: string;
  readonly arrivedAt: string | null;
};
export type TicketStatus = 'paid' | 'acknowledged' | 'ready' | 'fulfilled' | 'canceled' | 'refunded' | 'no_show';
export type Load = { readonly paused: boolean; readonly pausedUntil: string | null; readonly busyMinutes: number; readonly openOrders: number };
export type ShelfItem = { readonly sku: string; readonly name: string; readonly inStock: boolean; readonly snoozed: boolean; readonly snoozedUntil: string | null };
export type Board = { readonly kitchen: Load; readonly tickets: readonly Ticket[]; readonly items: readonly ShelfItem[] };

export type Action = 'acknowledge' | 'delay' | 'ready' | 'fulfill' | 'no_show' | 'undo';

/** A tap that the server has not answered yet. `id` is its own: sent again, it counts once. `undoes`: the status that an undo takes back. */
export type Tap = { readonly id: string; readonly orderId: string; readonly action: Action; readonly undoes?: TicketStatus };

/** What the server says of a tap, and the ticket as it is now: only the last two outcomes are worth a word. */
export type TapResult = { readonly id: string; readonly orderId: string; readonly outcome: 'moved' | 'repeated' | 'stale' | 'unknown'; readonly ticket: Ticket | null };

/** A ticket as it is shown. `waits`: taps on it were not answered yet, so it stands where they put it. */
export type ShownTicket = Ticket & { readonly waits: boolean };

const TARGET: Readonly<Record<Exclude<Action, 'delay' | 'undo'>, TicketStatus>> = { acknowledge: 'acknowledged', ready: 'ready', fulfill: 'fulfilled', no_show: 'no_show' };
const BEFORE: Readonly<Partial<Record<TicketStatus, TicketStatus>>> = { acknowledged: 'paid', ready: 'acknowledged', no_show: 'ready' };
const DELAY_MS = 5 * 60_000;

/** The board with the tickets that an answer brought, where they are newer than what the stream told. */
export function withAnswers(board: Board, results: readonly TapResult[]): Board {
  const newest = new Map(results.flatMap(({ ticket }) => (ticket ? [[ticket.orderId, ticket] as const] : [])));
  return { ...board, tickets: board.tickets.map((ticket) => {
    const answered = newest.get(ticket.orderId);
    return answered && answered.revision > ticket.revision ? answered : ticket;
  }) };
}

/** The board as it will be once the taps that wait are answered. */
export function showTaps({ tickets }: Board, taps: readonly Tap[]): ShownTicket[] {
  return tickets.map((ticket) => {
    const own = taps.filter(({ orderId }) => orderId === ticket.orderId);
    return { ...own.reduce(tapped, ticket), waits: own.length > 0 };
  });
}

function tapped(ticket: Ticket, { action }: Tap): Ticket {
  switch (action) {
    case 'delay':
      return { ...ticket, pickupETA: new Date(new Date(ticket.pickupETA).getTime() + DELAY_MS).toISOString() };
    case 'undo':
      return { ...ticket, status: BEFORE[ticket.status] ?? ticket.status };
    default:
      return { ...ticket, status: TARGET[action] };
  }
}

export const COLUMNS = ['new', 'cooking', 'ready'] as const;
export type Column = (typeof COLUMNS)[number];

const COLUMN_OF: Readonly<Partial<Record<TicketStatus, Column>>> = { paid: 'new', acknowledged: 'cooking', ready: 'ready' };

/** Tickets by column, the earliest due first; `ended` are those that a kitchen may still have on the stove. */
export function inColumns(tickets: readonly ShownTicket[]): Readonly<Record<Column | 'ended', readonly ShownTicket[]>> {
  const sorted = tickets.toSorted((one, other) => one.pickupETA.localeCompare(other.pickupETA) || one.number.localeCompare(other.number));
  const of = (column: Column): ShownTicket[] => sorted.filter(({ status }) => COLUMN_OF[status] === column);
  return { new: of('new'), cooking: of('cooking'), ready: of('ready'), ended: sorted.filter(({ status }) => status === 'canceled' || status === 'refunded' || status === 'no_show') };
}

const SOON_MINUTES = 5;

/** How an order stands in time: minutes since it was placed, minutes until it is due (negative: over), and how much it presses. */
export function urgencyOf({ placedAt, pickupETA, status }: Ticket, now: number): { readonly age: number; readonly left: number; readonly level: 'calm' | 'soon' | 'late' } {
  const minutes = (from: number, to: number): number => Math.floor((to - from) / 60_000);
  const left = minutes(now, new Date(pickupETA).getTime());
  const level = status === 'ready' ? 'calm' : left < 0 ? 'late' : left < SOON_MINUTES ? 'soon' : 'calm';
  return { age: Math.max(0, minutes(new Date(placedAt).getTime(), now)), left, level };
}
