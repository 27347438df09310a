import { decodeJson } from '@/lib/db';
import { isUuid } from '@/lib/kernel/id';
import { toCurrency, type Currency } from '@/lib/kernel/money';
import type { OrderContent, OrderPaymentStatus, OrderStatus } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import type { PaymentMethod } from '@/lib/storefront';
import type { PickupWindow, QuoteContent } from './types';

/** How far a pickup order is; the last three are its end too. */
export type PickupStatus = 'paid' | 'acknowledged' | 'ready' | 'fulfilled' | 'canceled' | 'refunded' | 'no_show';

/** A pickup order as the bearer of its id may see it: no name, no address of anybody. Amounts in minor units. */
export type PickupOrderView = {
  readonly id: string;
  readonly status: PickupStatus;
  readonly paymentMethod: PaymentMethod;
  readonly currency: Currency;
  readonly totalAmount: bigint;
  readonly items: readonly { readonly sku: string; readonly name: string; readonly quantity: number; readonly unitAmount: bigint }[];
  /** The receipt's link was opened. */
  readonly isContactVerified: boolean;
  readonly window: PickupWindow | null;
  readonly notes: string | null;
  readonly etaAt: Date | null;
  readonly etaStatus: 'provisional' | 'confirmed';
  /** Six digits; null until the kitchen has its ticket. */
  readonly pickupCode: string | null;
  readonly acknowledgedAt: Date | null;
  readonly readyAt: Date | null;
  readonly fulfilledAt: Date | null;
};

type Row = {
  id: string;
  merchant_id: string;
  agent_id: string | null;
  status: OrderStatus;
  payment_status: OrderPaymentStatus;
  currency: string;
  total_amount: bigint;
  refunded_amount: bigint;
  content: unknown;
  quoted: QuoteContent | null;
  quoted_eta_at: Date | null;
  order_notes: string | null;
  ticket_status: PickupStatus | null;
  pickup_code: string | null;
  notes: string | null;
  window_starts_at: Date | null;
  window_ends_at: Date | null;
  eta_at: Date | null;
  eta_status: 'provisional' | 'confirmed' | null;
  acknowledged_at: Date | null;
  ready_at: Date | null;
  fulfilled_at: Date | null;
  receipt_seen_at: Date | null;
};

/** An order of any wire, with the kitchen's ticket of it; null where there is none, or another merchant's than the one that is given. */
export async function loadPickupOrder(ctx: Ctx, { orderId, merchantId }: { orderId: string; merchantId?: string }): Promise<PickupOrderView | null> {
  if (!isUuid(orderId)) return null;
  const rows = await ctx.db.query<Row>({
    name: 'quote.order',
    text: `select o.id, o.merchant_id, o.agent_id, o.status, o.payment_status, o.currency, o.total_amount, o.refunded_amount, o.content,
                  q.content as quoted, q.eta_at as quoted_eta_at, c.content #>> '{details,orderNotes}' as order_notes,
                  t.status as ticket_status, t.pickup_code, t.notes, coalesce(t.window_starts_at, q.window_starts_at) as window_starts_at,
                  coalesce(t.window_ends_at, q.window_ends_at) as window_ends_at, t.eta_at, t.eta_status, t.acknowledged_at, t.ready_at, t.fulfilled_at, t.receipt_seen_at
             from purchase_order o
             join checkout c on c.merchant_id = o.merchant_id and c.id = o.checkout_id
             left join quote q on q.merchant_id = o.merchant_id and q.id = o.checkout_id
             left join kitchen_ticket t on t.merchant_id = o.merchant_id and t.order_id = o.id
            where o.id = $1`,
    values: [orderId],
  });
  const row = rows[0];
  return row && (merchantId === undefined || row.merchant_id === merchantId) ? toView(row) : null;
}

function toView(row: Row): PickupOrderView {
  const { lines } = decodeJson<OrderContent>(row.content);
  const { window_starts_at: startsAt, window_ends_at: endsAt } = row;
  return {
    id: row.id,
    status: statusOf(row),
    paymentMethod: row.agent_id === null ? 'card' : 'wallet',
    currency: toCurrency(row.currency),
    totalAmount: row.total_amount,
    items: lines.map(({ itemId, name, quantity, unitAmount }, index) => {
      const quoted = row.quoted?.lineItems[index];
      return { sku: itemId, name: quoted?.name ?? name, quantity, unitAmount: quoted === undefined ? unitAmount : BigInt(quoted.unitPriceCents) };
    }),
    isContactVerified: row.receipt_seen_at !== null,
    window: startsAt && endsAt ? { startsAt, endsAt } : null,
    notes: row.notes ?? row.order_notes,
    etaAt: row.eta_at ?? row.quoted_eta_at,
    etaStatus: row.eta_status ?? 'provisional',
    pickupCode: row.pickup_code,
    acknowledgedAt: row.acknowledged_at,
    readyAt: row.ready_at,
    fulfilledAt: row.fulfilled_at,
  };
}

const ENDS: readonly PickupStatus[] = ['canceled', 'refunded', 'no_show'];

/** The kitchen's word; an order that ended, or whose money went back in full, is told so whether or not the kitchen has heard of it. */
function statusOf({ ticket_status: ticket, status, refunded_amount: refunded, total_amount: total }: Row): PickupStatus {
  if (ticket !== null && ENDS.includes(ticket)) return ticket;
  if (status === 'canceled') return 'canceled';
  return refunded === total ? 'refunded' : (ticket ?? 'paid');
}
