import { PricedLines } from '@/components/ui/priced-lines';
import { StatusPill } from '@/components/ui/status-pill';
import type { CartView } from '@/lib/cart';

/** What a cart holds and what it comes to; the last of the totals is the estimate. */
export const CartLines = ({ lines, totals }: Pick<CartView, 'lines' | 'totals'>) => (
  <PricedLines lines={lines} totals={totals} mark={({ isSoldOut }) => (isSoldOut ? <StatusPill tone="danger">Sold out</StatusPill> : null)} />
);
