import { listShelf, SNOOZED_WITHOUT_END, type ShelfItem } from '@/lib/catalog';
import { decodeJson } from '@/lib/db';
import { addSeconds } from '@/lib/kernel/clock';
import type { OrderContent } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { kitchenLoad, TICKET_COLUMNS, toTicket, type TicketRow } from './store';
import type { KitchenLoad, Ticket } from './types';

/** A ticket with what is to be made. What a customer's mail is, a kitchen need not know. */
export type BoardTicket = Omit<Ticket, 'merchantId' | 'contact' | 'locale' | 'receiptSeenAt'> & {
  readonly number: string;
  /** How the order came: `acp`, `quote`. */
  readonly wire: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly lines: readonly { readonly name: string; readonly quantity: number }[];
};

/** `endless`: it is marked out until someone says otherwise. */
export type BoardItem = ShelfItem & { readonly endless: boolean };

/** All that a kitchen works with. Tickets by the time that they are due, the oldest first; among them those that ended in the last quarter of an hour. */
export type BoardView = { readonly tickets: readonly BoardTicket[]; readonly load: KitchenLoad; readonly items: readonly BoardItem[] };

/** More than any kitchen looks at. */
const TICKETS_MAX = 300;
const CLOSED_SECONDS = 15 * 60;

/** Everything on a merchant's board, read anew. */
export async function loadBoard(ctx: Ctx, merchantId: string): Promise<BoardView> {
  const [tickets, load, items] = await Promise.all([listBoardTickets(ctx, { merchantId, orderId: null }), kitchenLoad(ctx, merchantId), listShelf(ctx, merchantId)]);
  return { tickets, load, items: items.map((item) => ({ ...item, endless: item.snoozedUntil?.getTime() === SNOOZED_WITHOUT_END.getTime() })) };
}

type BoardRow = TicketRow & { order_number: bigint; wire: string; content: unknown };

/** One ticket as the board shows it, whatever became of it; null for another merchant's. */
export const loadBoardTicket = async (ctx: Ctx, query: { merchantId: string; orderId: string }): Promise<BoardTicket | null> => (await listBoardTickets(ctx, query))[0] ?? null;

async function listBoardTickets(ctx: Ctx, { merchantId, orderId }: { merchantId: string; orderId: string | null }): Promise<BoardTicket[]> {
  const rows = await ctx.db.query<BoardRow>({
    name: 'kitchen.board',
    text: `select ${TICKET_COLUMNS}, o.order_number, o.wire, o.content from kitchen_ticket t join purchase_order o on o.merchant_id = t.merchant_id and o.id = t.order_id
            where t.merchant_id = $1 and ($2::text is null or t.order_id = $2)
              and ($2::text is not null or t.status in ('paid', 'acknowledged', 'ready') or (t.status in ('canceled', 'refunded', 'no_show') and t.closed_at > $3))
            order by t.eta_at, o.order_number limit $4`,
    values: [merchantId, orderId, addSeconds(ctx.clock.now(), -CLOSED_SECONDS), TICKETS_MAX],
  });
  return rows.map(toBoardTicket);
}

function toBoardTicket(row: BoardRow): BoardTicket {
  const { merchantId: _m, contact, locale: _l, receiptSeenAt: _r, ...ticket } = toTicket(row);
  const { lines } = decodeJson<OrderContent>(row.content);
  return { ...ticket, number: String(row.order_number), wire: row.wire, name: contact.name, phone: contact.phone, lines: lines.map(({ name, quantity }) => ({ name, quantity })) };
}
