import type { Currency } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';

/** What was bought, frozen at the moment of the order. Amounts in minor units. */
export type OrderContent = {
  readonly lines: readonly { readonly itemId: string; readonly name: string; readonly quantity: number; readonly unitAmount: bigint; readonly totalAmount: bigint }[];
  readonly totals: readonly { readonly label: string; readonly amount: bigint }[];
  readonly buyer: { readonly name: string | null; readonly email: string } | null;
  readonly address: Address | null;
  readonly fulfillmentTitle: string | null;
};

export type OrderPaymentStatus = 'authorized' | 'captured' | 'voided';

export type NewOrder = {
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly attemptId: string;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly wire: string;
  readonly wireVersion: string;
  readonly humanPresent: boolean;
  readonly currency: Currency;
  readonly totalAmount: bigint;
  readonly content: OrderContent;
};

/** What happens to an order, in the words of its timeline. */
export type OrderEventKind = 'placed' | 'captured' | 'voided';
