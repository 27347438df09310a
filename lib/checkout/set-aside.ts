import { reserveStock } from '@/lib/catalog';
import { redeemDiscounts } from '@/lib/discount';
import { addSeconds } from '@/lib/kernel/clock';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lockForChange, type CheckoutQuery } from './access';
import { stockFault } from './decide-readiness';
import { priceEdit, writeEdit, type Edit } from './edit';
import { findPrices } from './find-goods';
import { priceChanges } from './price-changes';
import { snapshotHash } from './snapshot-hash';
import { isPriceHeld } from './hold-price';
import { selectedOption } from './selected-options';
import { isPayable } from './status';
import { writeCheckout } from './store';
import { announceSession } from './announce-session';
import type { Checkout, CheckoutMessage } from './types';

const RESERVATION_SECONDS = 300;

/** Thrown to roll a claim back when what was approved is not to be had any more: goods, prices, taxes or discounts moved. Caught by who claims, never seen outside. */
export class TermsMoved extends Error {
  constructor(readonly shortItemIds: readonly string[]) {
    super('the terms of the checkout moved');
  }
}

/** Thrown likewise when the kitchen has no place for a pickup. */
export class NoPlace extends Error {
  constructor(readonly reason: 'slot_full' | 'closed') {
    super('the kitchen has no place');
  }
}

/**
 * Sets aside all that a checkout is about to be paid for, in the caller's transaction, which holds its lock: its goods for 300 s, at the very prices
 * that were approved, its discounts, each no oftener than its merchant allows, and of a pickup its place in the kitchen. Throws TermsMoved when
 * anything of it is no longer so, NoPlace when the kitchen is full. While its price is held (hold-price.ts) goods must be there and discounts left;
 * what they cost today is not asked.
 */
export async function setAside(tx: Ctx, checkout: Checkout): Promise<void> {
  const now = tx.clock.now();
  const isHeld = isPriceHeld(checkout, now);
  if (!isHeld && (checkout.termsMoved || hasEndedDiscount(checkout, now))) await checkTerms(tx, checkout);
  const setPrices = isHeld ? null : await findPrices(tx, { id: checkout.merchantId, currency: checkout.currency }, checkout.lines.map(({ itemId: id, quantity }) => ({ id, quantity })));
  const { shortItemIds, amounts } = await reserveStock(tx, {
    checkoutId: checkout.id,
    merchantId: checkout.merchantId,
    lines: addUpQuantities(checkout),
    expiresAt: addSeconds(now, RESERVATION_SECONDS),
  });
  if (shortItemIds.length > 0) throw new TermsMoved(shortItemIds);
  const today = setPrices ?? amounts;
  if (!isHeld && checkout.lines.some(({ itemId, unitAmount, listAmount }) => today.get(itemId) !== (listAmount ?? unitAmount))) throw new TermsMoved([]);
  const { refusedIds } = await redeemDiscounts(
    tx,
    checkout.discounts.applied
      .filter(({ amount }) => amount > 0n)
      .map(({ couponId, amount }) => ({ merchantId: checkout.merchantId, discountId: couponId, checkoutId: checkout.id, email: checkout.buyer?.email ?? null, amount })),
  );
  if (refusedIds.length > 0) throw new TermsMoved([]);
  if (!isPickup(checkout)) return;
  const place = await tx.ports.pickupCapacity.hold(tx, { merchantId: checkout.merchantId, checkoutId: checkout.id });
  if (!place.ok) throw new NoPlace(place.reason);
}

/** Whether a kitchen makes it: as its order will be handed over. */
export const isPickup = (checkout: Checkout): boolean => selectedOption(checkout)?.kind === 'pickup';

const hasEndedDiscount = ({ discounts }: Checkout, now: Date): boolean => discounts.applied.some(({ endsAt }) => endsAt !== null && new Date(endsAt) <= now);

/** The merchant changed something, which need not be anything of this checkout. */
async function checkTerms(tx: Ctx, checkout: Checkout): Promise<void> {
  const edit = await priceEdit(tx, checkout, {});
  if (!edit.ok || edit.value.hash !== checkout.snapshotHash) throw new TermsMoved([]);
}

/** One row per item: two lines of the same goods are one reservation. */
function addUpQuantities(checkout: Checkout): { itemId: string; quantity: number }[] {
  const quantities = new Map<string, number>();
  for (const { itemId, quantity } of checkout.lines) quantities.set(itemId, (quantities.get(itemId) ?? 0) + quantity);
  return [...quantities].map(([itemId, quantity]) => ({ itemId, quantity }));
}

/**
 * After a claim was rolled back because the terms moved: the checkout is priced anew and says in its messages what is different. Its token is
 * unspent; when what a person would approve changed, it is void as after any other edit.
 */
export function recordMoved(ctx: Ctx, query: CheckoutQuery, shortItemIds: readonly string[]): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const checkout = await lockForChange(tx, query);
    if (!checkout || !isPayable(checkout.status)) return;
    if (isPriceHeld(checkout, tx.clock.now())) return recordHeld(tx, checkout, shortItemIds);
    const priced = await priceEdit(tx, checkout, {});
    if (!priced.ok) return recordGone(tx, checkout, priced.error.code === 'unknown_item' ? [...shortItemIds, priced.error.itemId] : shortItemIds);
    const { content, hash } = priced.value;
    const messages = [...content.messages.filter(({ kind }) => kind === 'error'), ...priceChanges(checkout, content), ...content.messages.filter(({ kind }) => kind !== 'error')];
    const edit: Edit = { ...priced.value, content: { ...content, messages } };
    if (hash !== checkout.snapshotHash) await tx.ports.credentials.invalidate(tx, checkout.id);
    await writeEdit(tx, checkout, edit);
  });
}

/** A held price stays, and the checkout payable: the goods may come back while it is held. */
async function recordHeld(tx: Ctx, checkout: Checkout, shortItemIds: readonly string[]): Promise<void> {
  const short = checkout.lines.flatMap((line, index) => (shortItemIds.includes(line.itemId) ? [stockFault(line, index, null)] : []));
  const messages: readonly CheckoutMessage[] = short.length > 0 ? short : [DISCOUNT_GONE];
  const content = { ...checkout, messages, authentication: null };
  const updatedAt = await writeCheckout(tx, { id: checkout.id, status: 'ready', content, snapshotHash: checkout.snapshotHash });
  await announceSession(tx, 'session.updated', { ...content, status: 'ready', version: checkout.version + 1, updatedAt });
}

const DISCOUNT_GONE: CheckoutMessage = {
  kind: 'error',
  code: 'price_change',
  subject: { field: 'payment' },
  text: 'A discount of this order was used up in the meantime. Start the order again to see its price without it.',
};

const NO_PLACE: Readonly<Record<NoPlace['reason'], string>> = {
  slot_full: 'The kitchen takes no more orders for this time. Nothing was charged. Choose a later time, or try again in a quarter of an hour.',
  closed: 'The kitchen takes no orders just now. Nothing was charged. Try again later.',
};

/** After a claim was rolled back because the kitchen has no place: the checkout says so and is as payable as before, its token unspent. */
export function recordNoPlace(ctx: Ctx, query: CheckoutQuery, reason: NoPlace['reason']): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const checkout = await lockForChange(tx, query);
    if (!checkout || !isPayable(checkout.status)) return;
    const fault: CheckoutMessage = { kind: 'error', code: reason, subject: { field: 'fulfillment_option' }, text: NO_PLACE[reason] };
    const told: Checkout = { ...checkout, messages: [fault, ...checkout.messages.filter(({ kind }) => kind !== 'error')] };
    await writeCheckout(tx, { id: checkout.id, status: checkout.status, content: told, snapshotHash: checkout.snapshotHash });
    await announceSession(tx, 'session.updated', told);
  });
}

/** Goods that are not for sale at all any more have no price: the checkout stays as it is and says so. */
async function recordGone(tx: Ctx, checkout: Checkout, itemIds: readonly string[]): Promise<void> {
  const lines = checkout.lines.map((line) => (itemIds.includes(line.itemId) ? { ...line, inStock: false } : line));
  const messages = lines.flatMap((line, index) => (line.inStock ? [] : [stockFault(line, index, null)]));
  const short: Checkout = { ...checkout, status: 'needs_input', lines, messages, authentication: null };
  const hash = snapshotHash({ id: checkout.id, merchantHandle: checkout.merchantHandle, currency: checkout.currency, content: short });
  await writeCheckout(tx, { id: checkout.id, status: short.status, content: short, snapshotHash: hash });
  await announceSession(tx, 'session.updated', short);
}
