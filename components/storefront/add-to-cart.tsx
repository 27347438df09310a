'use client';

import { Button } from '@/components/ui/plain-button';
import { quantityOf, withQuantity } from './cart';
import { Quantity } from './quantity';
import { changeCart, useCart } from './use-cart';
import { useKeptFocus } from './use-kept-focus';
import { cartWordsOf, type UiLanguage } from './cart-words';

/** Puts an item of the menu into the cart, and shows how many are in it. */
export function AddToCart({ handle, sku, name, language }: { handle: string; sku: string; name: string; language: UiLanguage }) {
  const words = cartWordsOf(language);
  const cart = useCart(handle);
  const quantity = cart === null ? 0 : quantityOf(cart, sku);
  const { container, onClickCapture } = useKeptFocus<HTMLDivElement>(quantity > 0);
  return (
    <div ref={container} onClickCapture={onClickCapture} data-needs-script>
      {quantity > 0 ? (
        <Quantity handle={handle} sku={sku} name={name} quantity={quantity} words={words} />
      ) : (
        <Button aria-label={words.addItem(name)} onClick={() => changeCart(handle, (before) => withQuantity(before, sku, 1))} className="max-sm:h-11">
          {words.add}
        </Button>
      )}
    </div>
  );
}
