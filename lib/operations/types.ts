import type { Money } from '@/lib/kernel/money';

/** What a step of a purchase is a row of. */
export type TraceKind =
  | 'checkout' | 'payment_request' | 'approval' | 'mandate' | 'spending_hold' | 'payment_token' | 'attempt' | 'network_transaction' | 'bank_hold' | 'ledger_transfer'
  | 'order' | 'order_event' | 'refund' | 'return' | 'stock' | 'promise';

/** One row of a purchase, when it was made. `status` is what it is now; `note` says more in words of ours, never a buyer's. */
export type TraceStep = { readonly at: Date; readonly kind: TraceKind; readonly id: string; readonly status: string | null; readonly amount: Money | null; readonly note: string | null };

/** A purchase from its request to its ledger entries, the oldest first. */
export type Trace = {
  readonly checkoutId: string;
  readonly merchant: { readonly id: string; readonly handle: string };
  readonly orderId: string | null;
  readonly walletId: string | null;
  readonly agentId: string | null;
  readonly steps: readonly TraceStep[];
};

/** How an installation does, in numbers. */
export type Overview = {
  readonly outbox: { readonly waiting: number; readonly oldestSeconds: number; readonly dead: number };
  /** Of the last 24 hours. */
  readonly day: { readonly checkouts: number; readonly orders: number; readonly declined: number; readonly stepUps: number };
  /** Attempts to pay that no process works on: the worker resumes them. */
  readonly stalled: number;
  readonly reservations: { readonly held: number; readonly overdue: number };
  readonly reconciliation: { readonly at: Date; readonly checked: number; readonly mismatches: number } | null;
};
