import type { Currency } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';

/** `totalAmount` is after the line's discount and before `taxAmount`. */
export type OrderLine = {
  readonly itemId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitAmount: bigint;
  readonly totalAmount: bigint;
  readonly taxAmount: bigint;
};

/** What was bought, frozen at the moment of the order. Amounts in minor units. */
export type OrderContent = {
  readonly lines: readonly OrderLine[];
  readonly totals: readonly { readonly label: string; readonly amount: bigint }[];
  readonly buyer: { readonly name: string | null; readonly email: string } | null;
  readonly address: Address | null;
  readonly fulfillmentTitle: string | null;
};

export type OrderPaymentStatus = 'authorized' | 'captured' | 'voided' | 'expired';

/** canceled: its payment was voided. */
export type OrderStatus = 'confirmed' | 'canceled';

/** An order as it stands. */
export type Order = {
  readonly id: string;
  readonly number: string;
  readonly merchantId: string;
  readonly merchantHandle: string;
  readonly checkoutId: string;
  readonly agentId: string | null;
  readonly status: OrderStatus;
  readonly paymentStatus: OrderPaymentStatus;
  readonly humanPresent: boolean;
  readonly currency: Currency;
  readonly totalAmount: bigint;
  /** What went back of it, as far as the network told. */
  readonly refundedAmount: bigint;
  readonly content: OrderContent;
  /** The network's name for its payment. */
  readonly networkTransactionId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** For whom orders are read: the agent that bought, or the merchant that sold. Another's is as unknown as none. */
export type OrderReader = {
  readonly agentId?: string;
  /** With an agent too: those orders alone that it placed with this merchant. */
  readonly merchantId?: string;
};

export type NewOrder = {
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly attemptId: string;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly wire: string;
  readonly wireVersion: string;
  /** automatic: the order's capture is promised with it. */
  readonly captureMethod: 'automatic' | 'manual';
  readonly humanPresent: boolean;
  readonly currency: Currency;
  readonly totalAmount: bigint;
  readonly content: OrderContent;
};

/** What happens to an order, in the words of its timeline. */
export type OrderEventKind =
  | 'placed'
  | 'captured'
  | 'voided'
  | 'expired'
  | 'refunded'
  | 'return_requested'
  | 'return_approved'
  | 'return_refused'
  | 'return_refunded';
