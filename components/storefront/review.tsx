'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/plain-button';
import { FactList } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { formatMoney, money, toCurrency, type Money } from '@/lib/kernel/money';
import type { CartItem } from './cart-lines';
import { timeText } from './format';
import type { Contact, QuoteReply } from './order-api';
import type { Words } from './words';

type Props = {
  quote: QuoteReply;
  /** As the menu said when the page was made. */
  items: readonly CartItem[];
  contact: Contact;
  when: string;
  address: string;
  locale: string;
  timeZone: string;
  words: Words;
  pending: boolean;
  onPay: () => void;
  onChange: () => void;
};

/** What it comes to, from the quote alone, and the button that pays exactly that. */
export function Review({ quote, items, contact, when, address, locale, timeZone, words, pending, onPay, onChange }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = (cents: number): string => formatMoney(amountOf(quote, cents), locale);
  const moved = quote.lineItems.flatMap(({ sku, name, unitPriceCents }) => {
    const before = items.find((item) => item.sku === sku)?.price.amount;
    return before === undefined || before === BigInt(unitPriceCents) ? [] : [{ sku, told: words.priceMoved(name, formatMoney(money(before, toCurrency(quote.currency)), locale), text(unitPriceCents)) }];
  });
  return (
    <section aria-labelledby="review-title" className="mx-auto max-w-[560px]">
      <h2 id="review-title" ref={heading} tabIndex={-1} className="text-[20px]/7 font-semibold tracking-[-0.01em] outline-none">
        {words.reviewTitle}
      </h2>
      {moved.map(({ sku, told }) => <Notice key={sku} tone="warning" live className="mt-3">{told}</Notice>)}
      <div className="mt-4">
        <FactList
          facts={[
            { label: words.when, value: when },
            { label: words.where, value: address },
            { label: words.forWhom, value: `${contact.name}, ${contact.phone}, ${contact.email}` },
          ]}
        />
      </div>
      <div className="mt-3 rounded-card border border-border bg-surface">
        <ul aria-label={words.yourOrder} className="divide-y divide-border">
          {quote.lineItems.map(({ sku, name, qty, unitPriceCents, lineTotalCents }) => (
            <li key={sku} className="flex items-baseline gap-3 px-4 py-2.5 sm:px-5">
              <span className="min-w-0 flex-1 wrap-anywhere">{name}</span>
              <span className="tabular text-muted">{qty} × {text(unitPriceCents)}</span>
              <span className="tabular min-w-16 text-right">{text(lineTotalCents)}</span>
            </li>
          ))}
        </ul>
        <Totals quote={quote} text={text} words={words} />
      </div>
      <p className="mt-3 text-[13px]/5 text-muted">{words.priceHolds(timeText(new Date(quote.expiresAt), timeZone))} {words.payTells}</p>
      <div className="mt-4 grid gap-2">
        <Button variant="primary" size="sheet" pending={pending} onClick={onPay}>{pending ? words.working : words.pay(text(quote.totalCents))}</Button>
        <Button variant="quiet" disabled={pending} onClick={onChange}>{words.change}</Button>
      </div>
    </section>
  );
}

const amountOf = ({ currency }: QuoteReply, cents: number): Money => money(BigInt(cents), toCurrency(currency));

function Totals({ quote, text, words }: { quote: QuoteReply; text: (cents: number) => string; words: Words }) {
  const rows = [
    [words.discount, -(quote.discountCents ?? 0)],
    [words.tax, quote.taxCents ?? 0],
    [words.subtotal, quote.subtotalCents],
    [words.serviceFee, quote.feeCents],
  ] as const;
  return (
    <dl className="border-t border-border py-2">
      {rows.map(([label, cents]) => (cents === 0 ? null : (
        <div key={label} className="flex justify-between gap-3 px-4 py-0.5 text-muted sm:px-5">
          <dt>{label}</dt>
          <dd className="tabular">{text(cents)}</dd>
        </div>
      )))}
      <div className="flex justify-between gap-3 px-4 py-0.5 font-semibold sm:px-5">
        <dt>{words.total}</dt>
        <dd className="tabular">{text(quote.totalCents)}</dd>
      </div>
    </dl>
  );
}
