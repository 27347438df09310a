'use client';

import { useEffect, useRef, type RefObject } from 'react';
import { Button, buttonLook } from '@/components/ui/plain-button';
import { Field, TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { NOTES_MAX } from './cart';
import { CartLines, Subtotal, subtotalOf, type CartItem } from './cart-lines';
import { PaidOrder } from './paid-order';
import { PickupChoice, type AsapChoice, type DayChoice } from './pickup-choice';
import { Review } from './review';
import { changeCart } from './use-cart';
import { useCheckout } from './use-checkout';
import { usePaidOrder } from './use-paid';
import { wordsOf, type UiLanguage, type Words } from './words';

type Props = {
  handle: string;
  locale: string;
  language: UiLanguage;
  items: readonly CartItem[];
  asap: AsapChoice;
  days: readonly DayChoice[];
  address: string;
  timeZone: string;
};

type State = ReturnType<typeof useCheckout>;

/** A guest's order: what, when, who, then what it comes to, and off to pay. */
export function Checkout(props: Props) {
  const words = wordsOf(props.language);
  const state = useCheckout({ ...props, words });
  const orderId = usePaidOrder(props.handle, state.cart.checkoutSessionId);
  if (orderId !== null) return <PaidOrder orderId={orderId} words={words} />;
  if (!state.isReady) return <p role="status" className="text-muted">{words.working}…</p>;
  if (state.lines.length === 0) return <EmptyOrder {...props} words={words} />;
  if (state.quote !== null) {
    const { quote } = state;
    return (
      <>
        <Told message={state.message} />
        <Review {...props} words={words} quote={quote} contact={state.contact} when={whenText(props, state, words)} pending={state.pending} onPay={() => void state.pay(quote)} onChange={state.change} />
      </>
    );
  }
  return <OrderForm {...props} words={words} state={state} />;
}

function EmptyOrder({ handle, locale, words }: Props & { words: Words }) {
  return (
    <>
      <p className="text-muted">{words.emptyOrder}</p>
      <a href={`/${handle}/${locale}`} className={buttonLook({ variant: 'primary' }, 'mt-4')}>{words.backToMenu}</a>
    </>
  );
}

/** `As soon as possible, at about 18:20`, or `Today, 18:15`. */
function whenText({ asap, days }: Props, { pickup }: State, words: Words): string {
  if (pickup.window === null) return `${words.asap}, ${words.about(asap.time)}`;
  const day = days.find(({ key }) => key === pickup.day);
  return `${day?.label ?? ''}, ${day?.slots.find(({ window }) => window === pickup.window)?.time ?? ''}`;
}

/** What was refused, in view and read out. */
function Told({ message }: { message: string | null }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.scrollIntoView({ block: 'center' }), [message]);
  return message === null ? null : <div ref={element} className="mb-4"><Notice tone="danger" live>{message}</Notice></div>;
}

/** The first field with a fault has the focus. */
function useFirstFault(form: RefObject<HTMLFormElement | null>, faults: State['faults']): void {
  useEffect(() => {
    if (Object.keys(faults).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, faults]);
}

function OrderForm({ words, state, ...props }: Props & { words: Words; state: State }) {
  const form = useRef<HTMLFormElement>(null);
  useFirstFault(form, state.faults);
  const { pickup, lines } = state;
  const subtotal = subtotalOf(lines);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void state.review();
      }}
    >
      <Told message={state.message} />
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_340px]">
        <section aria-labelledby="order-title" className="lg:col-start-2 lg:row-start-1">
          <h2 id="order-title" className="mb-2 font-semibold">{words.yourOrder}</h2>
          <div className="rounded-card border border-border bg-surface px-4 py-2 sm:px-5">
            <CartLines handle={props.handle} locale={props.locale} lines={lines} words={words} />
            {subtotal === null ? null : <div className="pb-2"><Subtotal amount={subtotal} locale={props.locale} words={words} /></div>}
          </div>
        </section>
        <div className="grid min-w-0 gap-y-6 lg:col-start-1 lg:row-start-1">
          <section aria-labelledby="pickup-title">
            <h2 id="pickup-title" className="mb-2 font-semibold">{words.pickup}</h2>
            <PickupChoice asap={props.asap} days={props.days} pickup={pickup} onPickup={state.setPickup} words={words} />
          </section>
          <ContactFields state={state} handle={props.handle} words={words} />
          <Button type="submit" variant="primary" size="sheet" pending={state.pending} disabled={subtotal === null}>
            {state.pending ? `${words.working}…` : words.review}
          </Button>
        </div>
      </div>
    </form>
  );
}

function ContactFields({ state: { contact, setContact, faults, cart }, handle, words }: { state: State; handle: string; words: Words }) {
  return (
    <section aria-labelledby="contact-title">
      <h2 id="contact-title" className="mb-2 font-semibold">{words.you}</h2>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.name} name="name" autoComplete="name" required maxLength={100} value={contact.name} error={faults.name ?? null} onChange={({ target }) => setContact({ ...contact, name: target.value })} />
        <Field label={words.phone} name="phone" type="tel" autoComplete="tel" required maxLength={30} value={contact.phone} error={faults.phone ?? null} onChange={({ target }) => setContact({ ...contact, phone: target.value })} />
        <Field label={words.email} name="email" type="email" autoComplete="email" required maxLength={254} hint={words.emailHint} value={contact.email} error={faults.email ?? null} onChange={({ target }) => setContact({ ...contact, email: target.value })} />
        <div className="sm:col-span-2">
          <TextAreaField label={words.notes} name="notes" rows={2} maxLength={NOTES_MAX} hint={words.optional} value={cart.notes} error={faults.notes ?? null} onChange={({ target }) => changeCart(handle, (before) => ({ ...before, notes: target.value }))} />
        </div>
      </div>
    </section>
  );
}
