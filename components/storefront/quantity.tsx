'use client';

import { withQuantity } from './cart';
import { changeCart } from './use-cart';
import type { CartWords } from './cart-words';

const STEP = 'flex size-11 cursor-pointer items-center justify-center text-[18px]/6 text-muted select-none hover:bg-raised hover:text-fg sm:size-8';

/** How many of an item, one more and one less. */
export function Quantity({ handle, sku, name, quantity, words }: { handle: string; sku: string; name: string; quantity: number; words: CartWords }) {
  const change = (by: number) => changeCart(handle, (cart) => withQuantity(cart, sku, quantity + by));
  return (
    <div className="inline-flex shrink-0 items-center overflow-hidden rounded-control border border-border-strong bg-surface">
      <button type="button" aria-label={words.oneLess(name)} onClick={() => change(-1)} className={STEP}>
        −
      </button>
      <span aria-live="polite" className="tabular min-w-6 text-center font-medium">
        {quantity}
      </span>
      <button type="button" aria-label={words.oneMore(name)} onClick={() => change(1)} className={STEP}>
        +
      </button>
    </div>
  );
}
