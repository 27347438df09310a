import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { EMPTY_CART } from './cart';
import { canBeBought, linesOf, type CartItem, type CartLine } from './cart-lines';
import { contactFaults, type ContactFaults } from './contact';
import { askQuote, confirmQuote, type Contact, type QuoteReply, type QuoteRequest } from './order-api';
import { firstPickup, type AsapChoice, type DayChoice, type Pickup } from './pickup-choice';
import { refusalOf } from './refusal';
import { changeCart, useCart } from './use-cart';
import type { Words } from './words';

type Shop = { readonly handle: string; readonly locale: string; readonly items: readonly CartItem[]; readonly asap: AsapChoice; readonly days: readonly DayChoice[]; readonly words: Words };

/** A chosen time counts for as long as the server offers it; else the first that is free does. */
function pickupOf({ asap, days }: Shop, chosen: Pickup | null): Pickup {
  if (chosen?.window === null && asap.reason === null) return chosen;
  const isOffered = days.some(({ slots }) => slots.some(({ window, isFull }) => window === chosen?.window && !isFull));
  return chosen !== null && isOffered ? chosen : firstPickup(asap, days);
}

const requestOf = (lines: readonly CartLine[], { window }: Pickup, contact: Contact, notes: string): QuoteRequest => ({
  items: lines.map(({ sku, quantity }) => ({ sku, qty: quantity })),
  fulfillment: { type: 'pickup', ...(window !== null && { window }) },
  contact: { name: contact.name.trim(), phone: contact.phone.trim(), email: contact.email.trim() },
  ...(notes.trim() !== '' && { notes: notes.trim() }),
  paymentMethod: 'card',
});

/** From a cart to the page where it is paid. Whatever is refused, the cart stays as it is, and what the page shows is read anew. */
export function useCheckout(shop: Shop) {
  const { handle, words } = shop;
  const router = useRouter();
  const kept = useCart(handle);
  const cart = kept ?? EMPTY_CART;
  const [contact, setContact] = useState<Contact>({ name: '', phone: '', email: '' });
  const [chosen, setChosen] = useState<Pickup | null>(null);
  const [faults, setFaults] = useState<ContactFaults>({});
  const [message, setMessage] = useState<string | null>(null);
  const [quote, setQuote] = useState<QuoteReply | null>(null);
  const [pending, setPending] = useState(false);
  const lines = linesOf(cart, shop.items);
  const pickup = pickupOf(shop, chosen);

  function refuse(answer: Parameters<typeof refusalOf>[0]): void {
    const { message: told, field, mustReview } = refusalOf(answer, words);
    if (field !== null) setFaults({ [field]: told });
    else setMessage(told);
    if (!mustReview) return;
    setQuote(null);
    router.refresh();
  }

  async function run(work: () => Promise<void>): Promise<void> {
    setPending(true);
    setMessage(null);
    await work();
    setPending(false);
  }

  const review = () => run(async () => {
    const wrong = contactFaults(contact, words);
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) return;
    if (!lines.every(canBeBought)) return setMessage(words.refused.unavailable);
    const answer = await askQuote(shop, requestOf(lines, pickup, contact, cart.notes));
    if (answer.ok) setQuote(answer.data);
    else refuse(answer);
  });

  const pay = (confirmed: QuoteReply) => run(async () => {
    const answer = await confirmQuote(shop, confirmed);
    if (!answer.ok) return refuse(answer);
    const { checkoutUrl, checkoutSessionId = null, orderId } = answer.data;
    changeCart(handle, (before) => ({ ...before, checkoutSessionId }));
    window.location.assign(checkoutUrl ?? `/orders/${encodeURIComponent(orderId ?? '')}`);
  });

  return { isReady: kept !== null, cart, lines, contact, setContact, pickup, setPickup: setChosen, faults, message, quote, pending, review, pay, change: () => setQuote(null) };
}
