import type { Currency } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';

/** `totalAmount` is after the line's discount and before `taxAmount`. */
export type OrderLine = {
  /** As in its checkout: fulfilments and adjustments name it. */
  readonly id: string;
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
  /** How the goods are handed over; left out on orders from before it was kept. */
  readonly fulfillmentKind?: FulfillmentKind;
};

export type FulfillmentKind = 'shipping' | 'pickup' | 'digital';

export type LineQuantity = { readonly lineId: string; readonly quantity: number };

export type FulfillmentStatus = 'shipped' | 'in_transit' | 'out_for_delivery' | 'ready_for_pickup' | 'delivered' | 'failed';

/** A step of a fulfilment, kept for good. `at` is ISO 8601 in UTC. */
export type FulfillmentEvent = { readonly id: string; readonly status: FulfillmentStatus; readonly at: string; readonly description: string | null };

/** Goods of an order on their way to the buyer, or handed over. */
export type Fulfillment = {
  readonly id: string;
  /** Names the wish: the same key makes one fulfilment. */
  readonly key: string;
  readonly kind: FulfillmentKind;
  readonly status: FulfillmentStatus;
  readonly lines: readonly LineQuantity[];
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  /** Oldest first, at least one. */
  readonly events: readonly FulfillmentEvent[];
};

/** pending: recorded, and the network has not answered yet. failed: the bank said no. */
export type AdjustmentStatus = 'pending' | 'completed' | 'failed';

/**
 * What changed of an order after it was placed. A cancellation takes goods off it and moves no money itself; a refund gives money back, `amount`
 * in minor units. What the network refunded without us stands here too.
 */
export type Adjustment = {
  readonly id: string;
  /** Names the wish: the same key makes one adjustment. Of a refund it is the payment port's refundKey. */
  readonly key: string;
  readonly kind: 'refund' | 'cancellation';
  readonly status: AdjustmentStatus;
  readonly lines: readonly LineQuantity[];
  /** Zero for a cancellation. */
  readonly amount: bigint;
  /** One word of the field's, for programs: `defective`, `cancellation`. */
  readonly reason: string | null;
  /** For people, in the merchant's words. */
  readonly description: string | null;
  readonly origin: 'merchant' | 'return' | 'network';
  /** ISO 8601 in UTC: when it was asked for. */
  readonly at: string;
};

/** What became of an order, oldest first. */
export type OrderProgress = { readonly fulfillments: readonly Fulfillment[]; readonly adjustments: readonly Adjustment[] };

export type OrderPaymentStatus = 'authorized' | 'captured' | 'voided' | 'expired';

/** canceled: its payment was voided or lapsed, or its merchant canceled it before anything was handed over. */
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
  readonly progress: OrderProgress;
  /** Of the call that paid: its events keep the shape of that version. */
  readonly wireVersion: string;
  readonly captureMethod: 'automatic' | 'manual';
  readonly attemptId: string;
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

/** What a kitchen does to an order that the order itself has no word for. */
export type KitchenStepKind = 'kitchen_acknowledged' | 'kitchen_delayed' | 'kitchen_undone' | 'kitchen_no_show';

/** What happens to an order, in the words of its timeline. */
export type OrderEventKind =
  | 'placed'
  | 'captured'
  | 'voided'
  | 'expired'
  | 'refunded'
  | 'refund_failed'
  | 'canceled'
  | 'lines_canceled'
  | FulfillmentStatus
  | KitchenStepKind
  | 'return_requested'
  | 'return_approved'
  | 'return_refused'
  | 'return_refunded';
