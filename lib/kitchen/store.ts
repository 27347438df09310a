import { addSeconds } from '@/lib/kernel/clock';
import { isUuid } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import type { TicketStatus } from './status';
import type { TicketChange } from './decide-move';
import type { KitchenAction, KitchenLoad, Ticket, TicketContact } from './types';

export type TicketRow = {
  merchant_id: string;
  order_id: string;
  status: TicketStatus;
  pickup_code: string;
  contact: TicketContact;
  locale: string | null;
  notes: string | null;
  slot_at: Date;
  window_starts_at: Date | null;
  window_ends_at: Date | null;
  eta_at: Date;
  eta_status: Ticket['etaStatus'];
  placed_at: Date;
  acknowledged_at: Date | null;
  ready_at: Date | null;
  fulfilled_at: Date | null;
  arrived_at: Date | null;
  closed_at: Date | null;
  receipt_seen_at: Date | null;
  revision: number;
};

export const TICKET_COLUMNS = `t.merchant_id, t.order_id, t.status, t.pickup_code, t.contact, t.locale, t.notes, t.slot_at, t.window_starts_at, t.window_ends_at, t.eta_at, t.eta_status,
  t.placed_at, t.acknowledged_at, t.ready_at, t.fulfilled_at, t.arrived_at, t.closed_at, t.receipt_seen_at, t.revision`;

export const toTicket = (row: TicketRow): Ticket => ({
  merchantId: row.merchant_id,
  orderId: row.order_id,
  status: row.status,
  pickupCode: row.pickup_code,
  contact: row.contact,
  locale: row.locale,
  notes: row.notes,
  slotAt: row.slot_at,
  windowStartsAt: row.window_starts_at,
  windowEndsAt: row.window_ends_at,
  etaAt: row.eta_at,
  etaStatus: row.eta_status,
  placedAt: row.placed_at,
  acknowledgedAt: row.acknowledged_at,
  readyAt: row.ready_at,
  fulfilledAt: row.fulfilled_at,
  arrivedAt: row.arrived_at,
  closedAt: row.closed_at,
  receiptSeenAt: row.receipt_seen_at,
  revision: row.revision,
});

/** The ticket of an order, by the order's unguessable id; null where there is none, or none yet. */
export async function loadTicket(ctx: Ctx, orderId: string): Promise<Ticket | null> {
  if (!isUuid(orderId)) return null;
  const rows = await ctx.db.query<TicketRow>({ name: 'kitchen.ticket', text: `select ${TICKET_COLUMNS} from kitchen_ticket t where t.order_id = $1`, values: [orderId] });
  return rows[0] ? toTicket(rows[0]) : null;
}

/** The same, locked for the transaction under way. Whoever needs its order too locks that first. */
export async function lockTicket(tx: Ctx, { merchantId, orderId }: { merchantId: string; orderId: string }): Promise<Ticket | null> {
  const rows = await tx.db.query<TicketRow>({
    name: 'kitchen.lock-ticket',
    text: `select ${TICKET_COLUMNS} from kitchen_ticket t where t.merchant_id = $1 and t.order_id = $2 for update`,
    values: [merchantId, orderId],
  });
  return rows[0] ? toTicket(rows[0]) : null;
}

/** False when the order has a ticket. */
export async function insertTicket(tx: Ctx, ticket: Ticket & { readonly passSecretHash: string }): Promise<boolean> {
  const rows = await tx.db.query<{ order_id: string }>({
    name: 'kitchen.insert-ticket',
    text: `insert into kitchen_ticket (merchant_id, order_id, status, pickup_code, contact, locale, notes, slot_at, window_starts_at, window_ends_at, eta_at, eta_status, placed_at,
                                       closed_at, pass_secret_hash, revision)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (order_id) do nothing returning order_id`,
    values: [
      ticket.merchantId, ticket.orderId, ticket.status, ticket.pickupCode, JSON.stringify(ticket.contact), ticket.locale, ticket.notes, ticket.slotAt, ticket.windowStartsAt,
      ticket.windowEndsAt, ticket.etaAt, ticket.etaStatus, ticket.placedAt, ticket.closedAt, ticket.passSecretHash, ticket.revision,
    ],
  });
  return rows.length === 1;
}

/** Writes a change of a locked ticket; its revision moves by one. */
export async function writeTicket(tx: Ctx, { merchantId, orderId, revision }: Ticket, change: TicketChange): Promise<void> {
  await tx.db.write({
    name: 'kitchen.write-ticket',
    text: `update kitchen_ticket set status = $4, eta_at = $5, eta_status = $6, acknowledged_at = $7, ready_at = $8, fulfilled_at = $9, closed_at = $10, revision = revision + 1
            where merchant_id = $1 and order_id = $2 and revision = $3`,
    values: [merchantId, orderId, revision, change.status, change.etaAt, change.etaStatus, change.acknowledgedAt, change.readyAt, change.fulfilledAt, change.closedAt],
  });
}

/** False when the tap was made before. */
export async function insertCommand(tx: Ctx, command: { merchantId: string; id: string; orderId: string; action: KitchenAction; userId: string | null }): Promise<boolean> {
  const rows = await tx.db.query<{ id: string }>({
    name: 'kitchen.insert-command',
    text: `insert into kitchen_command (merchant_id, id, order_id, action, user_id, at) values ($1, $2, $3, $4, $5, $6) on conflict (merchant_id, id) do nothing returning id`,
    values: [command.merchantId, command.id, command.orderId, command.action, command.userId, tx.clock.now()],
  });
  return rows.length === 1;
}

const COMMANDS_KEPT_DAYS = 30;

/** The job: a tap is known again for 30 days, longer than any tablet is offline. */
export async function deleteOldCommands(ctx: Ctx): Promise<void> {
  await ctx.db.write({ name: 'kitchen.delete-old-commands', text: `delete from kitchen_command where at < $1`, values: [addSeconds(ctx.clock.now(), -COMMANDS_KEPT_DAYS * 86_400)] });
}

const LOAD_SECONDS = 3600;

type LoadRow = { paused: boolean; paused_until: Date | null; busy_minutes: number; open_orders: bigint };

/** How busy a merchant's kitchen is, as of now. One whose pause is over is not paused. */
export async function kitchenLoad(ctx: Ctx, merchantId: string): Promise<KitchenLoad> {
  const now = ctx.clock.now();
  const rows = await ctx.db.query<LoadRow>({
    name: 'kitchen.load',
    text: `select coalesce(s.paused and (s.paused_until is null or s.paused_until > $2), false) as paused, s.paused_until, coalesce(s.busy_minutes, 0) as busy_minutes,
                  (select count(*) from kitchen_ticket t where t.merchant_id = $1 and t.status in ('paid', 'acknowledged') and t.eta_at < $3) as open_orders
             from (values ($1)) as asked (merchant_id) left join kitchen_state s on s.merchant_id = asked.merchant_id`,
    values: [merchantId, now, addSeconds(now, LOAD_SECONDS)],
  });
  const row = rows[0];
  return { paused: row?.paused ?? false, pausedUntil: row?.paused ? row.paused_until : null, busyMinutes: row?.busy_minutes ?? 0, openOrders: Number(row?.open_orders ?? 0n) };
}

/** Undefined fields stay. Resuming forgets until when it was paused. */
export async function writeState(ctx: Ctx, change: { merchantId: string; paused?: boolean | undefined; pausedUntil?: Date | null | undefined; busyMinutes?: number | undefined }): Promise<void> {
  await ctx.db.query({
    name: 'kitchen.write-state',
    text: `insert into kitchen_state as s (merchant_id, paused, paused_until, busy_minutes) values ($1, coalesce($2, false), $3, coalesce($4, 0))
           on conflict (merchant_id) do update set paused = coalesce($2, s.paused), paused_until = case when $2::boolean is null then s.paused_until else $3 end,
             busy_minutes = coalesce($4, s.busy_minutes)`,
    values: [change.merchantId, change.paused ?? null, change.pausedUntil ?? null, change.busyMinutes ?? null],
  });
}

export type AskedPickup = { readonly windowStartsAt: Date | null; readonly windowEndsAt: Date | null; readonly etaAt: Date; readonly contact: TicketContact; readonly locale: string | null };

/** What a customer asked for when the price was quoted, of a checkout that began as a quote: lib/quote writes it, and stands above this domain. */
export async function findAskedPickup(ctx: Ctx, { merchantId, checkoutId }: { merchantId: string; checkoutId: string }): Promise<AskedPickup | null> {
  const rows = await ctx.db.query<{ window_starts_at: Date | null; window_ends_at: Date | null; eta_at: Date; contact: Partial<TicketContact>; locale: string | null }>({
    name: 'kitchen.asked',
    text: `select window_starts_at, window_ends_at, eta_at, contact, locale from quote where merchant_id = $1 and id = $2`,
    values: [merchantId, checkoutId],
  });
  const row = rows[0];
  if (!row) return null;
  const { name = null, phone = null, email = null } = row.contact;
  return { windowStartsAt: row.window_starts_at, windowEndsAt: row.window_ends_at, etaAt: row.eta_at, contact: { name, phone, email }, locale: row.locale };
}
