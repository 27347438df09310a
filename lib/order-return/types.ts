import type { Currency } from '@/lib/kernel/money';
import type { ReturnStatus } from './status';

/** Why goods come back, in the agent's choice of words. */
export const RETURN_REASONS = ['faulty', 'not_as_described', 'wrong_item', 'no_longer_wanted', 'arrived_late', 'other'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

export type ReturnLine = { readonly itemId: string; readonly name: string; readonly quantity: number };

/** Goods of an order that its agent wants to send back, and what the merchant says to it. */
export type OrderReturn = {
  readonly id: string;
  readonly merchantId: string;
  readonly orderId: string;
  readonly agentId: string;
  readonly status: ReturnStatus;
  readonly reason: ReturnReason;
  /** The agent's own words: one line, no links. Shown as such, never as ours. */
  readonly note: string | null;
  readonly lines: readonly ReturnLine[];
  readonly currency: Currency;
  /** Minor units: what is expected, from the approval on what was granted. It has been paid back once the status says `refunded`. */
  readonly refundAmount: bigint;
  /** The merchant's words with its decision. */
  readonly message: string | null;
  readonly decidedAt: Date | null;
  readonly refundedAt: Date | null;
  readonly createdAt: Date;
};

export type ReturnRefusal =
  /** The order or the return does not exist, for this caller. */
  | { readonly code: 'not_found' }
  /** Its payment was voided: there is nothing to give back. */
  | { readonly code: 'not_returnable' }
  | { readonly code: 'unknown_item'; readonly index: number; readonly itemId: string }
  /** More than was bought, less what is on its way back already. */
  | { readonly code: 'quantity_exceeded'; readonly index: number; readonly itemId: string; readonly leftQuantity: number }
  | { readonly code: 'too_many_returns'; readonly max: number }
  /** What comes back cost nothing, or everything that was paid is given back already. */
  | { readonly code: 'nothing_to_refund' }
  | { readonly code: 'already_decided'; readonly status: ReturnStatus }
  /** The payment is not captured yet: there is nothing to refund from. */
  | { readonly code: 'not_captured' }
  | { readonly code: 'refund_exceeded'; readonly leftAmount: bigint; readonly currency: Currency };
