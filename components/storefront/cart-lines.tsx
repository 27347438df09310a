'use client';

import { formatMoney, money, type Money } from '@/lib/kernel/money';
import { withQuantity, type Cart } from './cart';
import { Quantity } from './quantity';
import { changeCart } from './use-cart';
import { useKeptFocus } from './use-kept-focus';
import type { CartWords } from './cart-words';

/** What the menu says of an item, for those who show a cart. */
export type CartItem = { readonly sku: string; readonly name: string; readonly price: Money; readonly available: boolean };
/** `item` is null for what is no longer on the menu. */
export type CartLine = { readonly sku: string; readonly quantity: number; readonly item: CartItem | null };

export const linesOf = (cart: Cart, items: readonly CartItem[]): CartLine[] => cart.lines.map((line) => ({ ...line, item: items.find(({ sku }) => sku === line.sku) ?? null }));
export const canBeBought = ({ item }: CartLine): boolean => item?.available === true;
export const countOf = (lines: readonly CartLine[]): number => lines.filter(canBeBought).reduce((count, { quantity }) => count + quantity, 0);

/** What can be bought of it, at the menu's prices; the quote decides. Null where there is nothing. */
export function subtotalOf(lines: readonly CartLine[]): Money | null {
  const bought = lines.flatMap(({ item, quantity }) => (item?.available ? [{ price: item.price, quantity }] : []));
  const [first] = bought;
  return first ? money(bought.reduce((sum, { price, quantity }) => sum + price.amount * BigInt(quantity), 0n), first.price.currency) : null;
}

type Shown = { handle: string; locale: string; lines: readonly CartLine[]; words: CartWords };

/** The lines of a cart, each to be changed in place. What cannot be bought says so and can be taken out. */
export function CartLines({ handle, locale, lines, words }: Shown) {
  const { container, onClickCapture } = useKeptFocus<HTMLUListElement>(lines.length);
  return (
    <ul ref={container} tabIndex={-1} onClickCapture={onClickCapture} aria-label={words.yourOrder} className="divide-y divide-border">
      {lines.map((line) => (
        <li key={line.sku} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2.5">
          <CartLineView handle={handle} locale={locale} line={line} words={words} />
        </li>
      ))}
    </ul>
  );
}

function CartLineView({ handle, locale, line: { sku, quantity, item }, words }: Omit<Shown, 'lines'> & { line: CartLine }) {
  const name = item?.name ?? sku;
  if (!item?.available) {
    return (
      <>
        <span className="min-w-0 flex-1 wrap-anywhere">
          <span className="text-muted line-through">{name}</span> <span className="text-[13px]/5 text-danger">{item ? words.soldOut : words.gone}</span>
        </span>
        <button type="button" aria-label={words.removeItem(name)} onClick={() => changeCart(handle, (cart) => withQuantity(cart, sku, 0))} className="h-11 cursor-pointer rounded-control px-2 text-[13px]/5 font-medium underline underline-offset-3 sm:h-8">
          {words.remove}
        </button>
      </>
    );
  }
  return (
    <>
      <span className="min-w-0 flex-1 basis-20 wrap-anywhere">{name}</span>
      <Quantity handle={handle} sku={sku} name={name} quantity={quantity} words={words} />
      <span className="tabular min-w-16 text-right whitespace-nowrap">{formatMoney(money(item.price.amount * BigInt(quantity), item.price.currency), locale)}</span>
    </>
  );
}

/** `Subtotal 20,00 €`, and what is not in it yet. */
export function Subtotal({ amount, locale, words }: { amount: Money; locale: string; words: CartWords }) {
  return (
    <>
      <p className="flex items-baseline justify-between gap-3 border-t border-border pt-2.5 font-semibold">
        {words.subtotal} <span className="tabular">{formatMoney(amount, locale)}</span>
      </p>
      <p className="mt-1 text-[13px]/5 text-muted">{words.feeLater}</p>
    </>
  );
}
