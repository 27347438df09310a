import { createHmac, randomInt } from 'node:crypto';
import { findCheckout, type Checkout } from '@/lib/checkout';
import { sha256Hex } from '@/lib/kernel/hash';
import { cleanText } from '@/lib/kernel/text';
import { fulfillmentKind, lockOrder, type Order } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { findStorefront, type Storefront } from '@/lib/storefront';
import { slotOf } from './decide-eta';
import { emitChange } from './emit-change';
import { quoteEta } from './pickup-slots';
import { findPlace } from './place-store';
import type { TicketStatus } from './status';
import { findAskedPickup, insertTicket, loadTicket, lockTicket } from './store';
import type { Ticket, TicketContact } from './types';

const MAX_NOTES_LENGTH = 500;
const MAX_WORDS_LENGTH = 100;

/**
 * Writes the kitchen's ticket of an order that was placed, and promises `kitchen.changed`. Null for an order that is not fetched, or of a merchant
 * without a storefront. Again it answers the ticket as it is. What the customer asked for at the quote stands on it, else what the checkout knows.
 */
export function openTicket(ctx: Ctx, placed: { merchantId: string; orderId: string }): Promise<Ticket | null> {
  return inTransaction<Ctx, Ticket | null>(ctx, async (tx) => {
    const storefront = await findStorefront(tx, placed.merchantId);
    if (!storefront) return null;
    const order = await lockOrder(tx, { orderId: placed.orderId, reader: { merchantId: placed.merchantId } });
    if (!order || fulfillmentKind(order) !== 'pickup') return null;
    const open = await lockTicket(tx, placed);
    if (open) return open;
    const ticket = await toTicket(tx, storefront, order);
    if (!(await insertTicket(tx, { ...ticket, passSecretHash: sha256Hex(orderPassSecret(tx, order.id)) }))) return loadTicket(tx, order.id);
    await emitChange(tx, ticket);
    return ticket;
  });
}

/** What the link in an order's receipt carries, and may cancel with: the same whenever it is asked for. `kitchen_ticket.pass_secret_hash` is its SHA-256 in hex. */
export const orderPassSecret = (ctx: Ctx, orderId: string): string => createHmac('sha256', ctx.keyring.derive('order.pass')).update(orderId).digest('base64url');

async function toTicket(tx: Ctx, storefront: Storefront, order: Order): Promise<Ticket> {
  const { merchantId, id: orderId, checkoutId, createdAt } = order;
  const key = { merchantId, checkoutId };
  const [checkout, asked, place] = await Promise.all([findCheckout(tx, checkoutId), findAskedPickup(tx, key), findPlace(tx, key)]);
  const etaAt = place?.etaAt ?? asked?.etaAt ?? (await quoteEta(tx, { storefront, now: tx.clock.now() })).etaAt;
  const status = statusOf(order);
  return {
    merchantId,
    orderId,
    status,
    pickupCode: String(randomInt(1_000_000)).padStart(6, '0'),
    contact: asked?.contact ?? contactOf(order, checkout),
    locale: asked?.locale ?? checkout?.details.locale ?? null,
    notes: words(checkout?.details.orderNotes ?? null, MAX_NOTES_LENGTH),
    slotAt: place?.slotAt ?? slotOf(asked?.windowStartsAt ?? etaAt),
    windowStartsAt: asked?.windowStartsAt ?? null,
    windowEndsAt: asked?.windowEndsAt ?? null,
    etaAt,
    etaStatus: 'provisional',
    placedAt: createdAt,
    acknowledgedAt: null,
    readyAt: null,
    fulfilledAt: null,
    arrivedAt: null,
    closedAt: status === 'paid' ? null : tx.clock.now(),
    receiptSeenAt: null,
    revision: 1,
  };
}

/** An order may have ended before the kitchen heard of it. */
const statusOf = ({ status, refundedAmount, totalAmount }: Order): TicketStatus =>
  refundedAmount > 0n && refundedAmount >= totalAmount ? 'refunded' : status === 'canceled' ? 'canceled' : 'paid';

function contactOf({ content }: Order, checkout: Checkout | null): TicketContact {
  const { contact = null, buyer = null } = checkout ?? {};
  return {
    name: words(contact?.name ?? content.buyer?.name ?? null, MAX_WORDS_LENGTH),
    phone: words(contact?.phoneNumber ?? buyer?.phoneNumber ?? null, MAX_WORDS_LENGTH),
    email: contact?.email ?? content.buyer?.email ?? null,
  };
}

const words = (text: string | null, max: number): string | null => (text === null ? null : cleanText(text, max) || null);
