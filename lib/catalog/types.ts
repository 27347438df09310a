import type { Currency } from '@/lib/kernel/money';

/** Something for sale. `stock` is what is left to sell, null where nothing is counted. */
export type Item = {
  readonly merchantId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly imagePath: string | null;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly stock: bigint | null;
};

export type StockLine = { readonly itemId: string; readonly quantity: number };

/** A free quantity of an item, for one checkout, for a while. */
export type Reservation = { readonly checkoutId: string; readonly merchantId: string; readonly lines: readonly StockLine[]; readonly expiresAt: Date };
