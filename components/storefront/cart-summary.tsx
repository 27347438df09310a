'use client';

import { buttonLook } from '@/components/ui/plain-button';
import { formatMoney } from '@/lib/kernel/money';
import { CartLines, Subtotal, countOf, linesOf, subtotalOf, type CartItem } from './cart-lines';
import { EMPTY_CART } from './cart';
import { PaidOrder } from './paid-order';
import { useCart } from './use-cart';
import { usePaidOrder } from './use-paid';
import { cartWordsOf, type UiLanguage } from './cart-words';

type Props = { handle: string; locale: string; language: UiLanguage; items: readonly CartItem[] };

/** The cart beside the menu; on a phone a bar below it. */
export function CartSummary({ handle, locale, language, items }: Props) {
  const words = cartWordsOf(language);
  const cart = useCart(handle);
  const orderId = usePaidOrder(handle, cart?.checkoutSessionId ?? null);
  const lines = linesOf(cart ?? EMPTY_CART, items);
  const [count, subtotal] = [countOf(lines), subtotalOf(lines)];
  const checkout = `/${handle}/${locale}/checkout`;
  return (
    <div data-needs-script>
      <aside aria-label={words.yourOrder} className="sticky top-16 rounded-card border border-border bg-surface px-5 py-4 max-lg:hidden">
        <h2 className="font-semibold">{words.yourOrder}</h2>
        {orderId === null ? null : <PaidOrder orderId={orderId} words={words} />}
        {lines.length === 0 ? <p className="mt-1 text-muted">{words.emptyOrder}</p> : <CartLines handle={handle} locale={locale} lines={lines} words={words} />}
        {subtotal === null ? null : (
          <>
            <Subtotal amount={subtotal} locale={locale} words={words} />
            <a href={checkout} className={buttonLook({ variant: 'primary' }, 'mt-3 w-full')}>
              {words.goToCheckout}
            </a>
          </>
        )}
      </aside>
      {orderId === null && subtotal === null ? null : (
        <section aria-label={words.yourOrder} className="lg:hidden">
          {orderId === null ? null : <PaidOrder orderId={orderId} words={words} />}
          {subtotal === null ? null : (
            <div className="fixed inset-x-0 bottom-0 z-20 border-t border-border bg-bg px-4 pt-3 pb-[max(12px,env(safe-area-inset-bottom))]">
              <a href={checkout} className={buttonLook({ variant: 'primary', size: 'sheet' }, 'justify-between!')}>
                <span>{words.viewOrder}</span>
                <span className="tabular">
                  {words.count(count)} · {formatMoney(subtotal, locale)}
                </span>
              </a>
            </div>
          )}
        </section>
      )}
    </div>
  );
}
