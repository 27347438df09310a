import { findItemsEverSold } from '@/lib/catalog';
import { createCheckout, isShortage, type Checkout } from '@/lib/checkout';
import { decideEta, kitchenLoad, slotHasRoom, type KitchenLoad } from '@/lib/kitchen';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { findMerchant } from '@/lib/merchant';
import { inTransaction, type Ctx } from '@/lib/ports';
import { findStorefront, openingAt, type PaymentMethod, type Storefront } from '@/lib/storefront';
import { decideWindow } from './decide-window';
import { chooseRail } from './payment-rails';
import { quoteHash, toQuoteContent } from './quote-content';
import { findDoubledMedian, findNames, insertQuote } from './store';
import type { PickupWindow, Quote, QuoteActor, QuoteContact, QuoteRefusal } from './types';

/** How long a quote's price is held and may be confirmed. */
export const QUOTE_SECONDS = 15 * 60;
const MAX_NAME_LENGTH = 100;
const MAX_NOTES_LENGTH = 500;

export type CreateQuote = {
  readonly merchantId: string;
  readonly actor: QuoteActor;
  readonly items: readonly { readonly sku: string; readonly qty: number }[];
  /** ISO 8601 interval; left out: as soon as possible. */
  readonly window?: string;
  readonly contact: QuoteContact;
  readonly notes?: string;
  /** Left out: the merchant's default. */
  readonly paymentMethod?: string;
  /** BCP 47, canonical: names are in it where it is published, and so is what is written to the customer. */
  readonly locale?: string;
};

type When = { readonly window: PickupWindow | null; readonly etaAt: Date; readonly load: KitchenLoad };

/** Thrown to roll back a checkout that cannot be sold as it is. Caught below, never seen outside. */
class Unsellable extends Error {
  constructor(readonly refusal: QuoteRefusal) {
    super('the quote is refused');
  }
}

/**
 * Prices a pickup order and holds the price for 15 minutes: a checkout with the same id, ready to be paid. Stock and places in the kitchen are looked
 * at, not set aside: only payment takes them. Refuses a merchant without a live storefront, a way to pay that it does not take, closed hours, a window
 * in which nothing can be fetched, a full quarter of an hour, and items that are unknown or not to be had now.
 */
export async function createQuote(ctx: Ctx, command: CreateQuote): Promise<Result<Quote, QuoteRefusal>> {
  try {
    return await inTransaction<Ctx, Result<Quote, QuoteRefusal>>(ctx, (tx) => judgeAndWrite(tx, command));
  } catch (error) {
    if (error instanceof Unsellable) return err(error.refusal);
    throw error;
  }
}

async function judgeAndWrite(tx: Ctx, command: CreateQuote): Promise<Result<Quote, QuoteRefusal>> {
  const { merchantId } = command;
  const [storefront, load, doubledMedian, merchant] = await Promise.all([
    findStorefront(tx, merchantId), kitchenLoad(tx, merchantId), findDoubledMedian(tx, merchantId), findMerchant(tx, merchantId),
  ]);
  if (storefront?.status !== 'live' || !merchant) return err({ code: 'merchant_not_found' });
  const rail = chooseRail(storefront, command.paymentMethod);
  if (!rail.ok) return rail;
  const when = await decideWhen(tx, { storefront, load, asked: command.window });
  if (!when.ok) return when;
  return ok(await writeQuote(tx, command, { storefront, doubledMedian, paymentMethod: rail.value, when: when.value, includesTax: merchant.pricesIncludeTax }));
}

/** When it can be fetched, by hours, kitchen and places. */
async function decideWhen(ctx: Ctx, { storefront, load, asked }: { storefront: Storefront; load: KitchenLoad; asked: string | undefined }): Promise<Result<When, QuoteRefusal>> {
  const now = ctx.clock.now();
  const etaAt = decideEta({ storefront, load, now });
  if (asked === undefined) {
    const { isOpen, nextOpenAt } = openingAt(storefront.hours, now);
    if (!isOpen) return err({ code: 'merchant_closed', nextOpenAt });
    if (load.paused) return err({ code: 'merchant_closed', nextOpenAt: load.pausedUntil });
    const hasRoom = await slotHasRoom(ctx, { storefront, at: etaAt });
    return hasRoom ? ok({ window: null, etaAt, load }) : err({ code: 'slot_full', at: etaAt });
  }
  const window = decideWindow(asked, { hours: storefront.hours, now, readyAt: etaAt });
  if (!window.ok) return window;
  const fetchedAt = window.value.startsAt > etaAt ? window.value.startsAt : etaAt;
  const hasRoom = await slotHasRoom(ctx, { storefront, at: fetchedAt });
  return hasRoom ? ok({ window: window.value, etaAt: fetchedAt, load }) : err({ code: 'slot_full', at: fetchedAt });
}

type Terms = { readonly storefront: Storefront; readonly doubledMedian: bigint | null; readonly paymentMethod: PaymentMethod; readonly when: When; readonly includesTax: boolean };

async function writeQuote(tx: Ctx, command: CreateQuote, { storefront, doubledMedian, paymentMethod, when, includesTax }: Terms): Promise<Quote> {
  const contact = { ...command.contact, name: cleanText(command.contact.name, MAX_NAME_LENGTH) };
  const { window, etaAt, load } = when;
  const isTranslated = command.locale !== undefined && command.locale !== storefront.defaultLocale && storefront.publishedLocales.includes(command.locale);
  const [names, checkout] = await Promise.all([
    isTranslated ? findNames(tx, { merchantId: command.merchantId, skus: command.items.map(({ sku }) => sku), locale: command.locale }) : new Map<string, string>(),
    openCheckout(tx, command, contact),
  ]);
  const content = toQuoteContent({
    checkout, storefront, names, paymentMethod, window, etaAt, load, doubledMedian, includesTax, publicOrigin: tx.settings.publicOrigin,
  });
  const quote: Quote = { id: checkout.id, merchantId: checkout.merchantId, paymentMethod, content, hash: quoteHash(content), expiresAt: checkout.expiresAt };
  await insertQuote(tx, { ...quote, contact, locale: command.locale ?? null, window, etaAt });
  return quote;
}

async function openCheckout(tx: Ctx, command: CreateQuote, contact: QuoteContact): Promise<Checkout> {
  const { merchantId, actor, items, notes, locale } = command;
  const opened = await createCheckout(tx, {
    merchantId,
    actor,
    wire: 'quote',
    wireVersion: 'v1',
    items: items.map(({ sku, qty }) => ({ id: sku, quantity: qty })),
    buyer: { email: contact.email, fullName: contact.name, ...(contact.phone !== null && { phoneNumber: contact.phone }) },
    details: { ...(notes !== undefined && { orderNotes: cleanText(notes, MAX_NOTES_LENGTH) }), ...(locale !== undefined && { locale }) },
    ttlSeconds: QUOTE_SECONDS,
  });
  if (!opened.ok && opened.error.code === 'channel_closed') throw new Unsellable({ code: 'merchant_closed', nextOpenAt: null });
  if (!opened.ok) throw new Unsellable(opened.error.code === 'unknown_item' ? await judgeUnknown(tx, merchantId, opened.error) : { code: 'nothing_to_pay' });
  const checkout = opened.value;
  const short = checkout.messages.find(isShortage);
  if (short?.subject.field === 'line') throw new Unsellable({ code: 'item_unavailable', sku: checkout.lines[short.subject.index]?.itemId ?? '', index: short.subject.index });
  if (checkout.status !== 'ready') throw new Unsellable({ code: 'nothing_to_pay' });
  return checkout;
}

/** What the merchant once sold is unavailable; what it never sold is unknown. */
async function judgeUnknown(tx: Ctx, merchantId: string, { itemId, index }: { itemId: string; index: number }): Promise<QuoteRefusal> {
  const known = await findItemsEverSold(tx, merchantId, [itemId]);
  return { code: known.has(itemId) ? 'item_unavailable' : 'invalid_sku', sku: itemId, index };
}
