import type { Money } from '@/lib/kernel/money';

/** What a step of a purchase is a row of. */
export type TraceKind =
  | 'checkout' | 'payment_request' | 'approval' | 'mandate' | 'spending_hold' | 'payment_token' | 'attempt' | 'network_transaction' | 'bank_hold' | 'ledger_transfer'
  | 'consent_proof' | 'order' | 'order_event' | 'refund' | 'return' | 'stock' | 'promise';

/** One row of a purchase, when it was made. `status` is what it is now; `note` says more in words of ours, never a buyer's. */
export type TraceStep = { readonly at: Date; readonly kind: TraceKind; readonly id: string; readonly status: string | null; readonly amount: Money | null; readonly note: string | null };

/** What a person signed at a wallet elsewhere for an attempt to pay (AP2): `jws` is a detached signature over `signedText` by `publicKey`. Spent, so no secret. */
export type TracedConsent = {
  readonly attemptId: string;
  readonly issuer: string;
  readonly mandateId: string;
  readonly signedText: string;
  readonly jws: string;
  readonly keyId: string | null;
  readonly keyThumbprint: string;
  readonly publicKey: object;
  readonly checkedAt: Date;
};

/** A purchase from its request to its ledger entries, the oldest first. */
export type Trace = {
  readonly checkoutId: string;
  readonly merchant: { readonly id: string; readonly handle: string };
  readonly orderId: string | null;
  readonly walletId: string | null;
  readonly agentId: string | null;
  readonly steps: readonly TraceStep[];
  /** The oldest first. */
  readonly consents: readonly TracedConsent[];
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

/** What an operator can do that changes something, or that looks into the books of the network. */
export const OPERATOR_ACTIONS = ['sign_in', 'sign_out', 'replay_dead_letters', 'deliver_outbox', 'reconcile', 'repair_payment', 'move_order', 'change_payment_account', 'switch_inspector', 'remove_passkeys'] as const;
export type OperatorActionName = (typeof OPERATOR_ACTIONS)[number];

/** How it ended: `nothing` was there to do, it was `refused`, or it `failed` half-way. */
export type OperatorOutcome = 'done' | 'nothing' | 'refused' | 'failed';

/** An operator by the key; `session` is the beginning of a browser session's hash, null where the key itself was shown. */
export type Operator = { readonly keyId: string; readonly session: string | null };

/** One act: on which ids, how it ended, and what else there is to say, in words of ours. */
export type OperatorAct = { readonly action: OperatorActionName; readonly subjects: readonly string[]; readonly outcome: OperatorOutcome; readonly note?: string };

/** An act as it was written down. */
export type OperatorAction = Omit<OperatorAct, 'note'> & {
  readonly id: bigint; readonly at: Date; readonly by: Operator; readonly clientAddress: string; readonly requestId: string; readonly note: string | null;
};

/** Set aside, sold, or for sale again. */
export const RESERVATION_STATUSES = ['held', 'committed', 'released'] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/** Goods of one item that are or were set aside for a checkout. `isOverdue`: still set aside after its time; the next sweep frees them. */
export type Reservation = {
  readonly checkoutId: string;
  readonly merchant: { readonly id: string; readonly handle: string };
  readonly item: { readonly id: string; readonly name: string | null };
  readonly quantity: number;
  readonly status: ReservationStatus;
  readonly isOverdue: boolean;
  /** Null: it was set aside before this was written down. */
  readonly heldAt: Date | null;
  readonly expiresAt: Date;
  /** Of the order that came of it. */
  readonly orderId: string | null;
};

/** `merchant` is a handle or an id; of a merchant that there is not there are none. `after` is the last of the page before. */
export type ReservationQuery = {
  readonly status: ReservationStatus | null;
  readonly overdue: boolean;
  readonly merchant: string | null;
  readonly after: Pick<Reservation, 'expiresAt' | 'checkoutId'> & { readonly itemId: string } | null;
  readonly limit: number;
};

/** A request that a wire was asked and how it was answered, as an operator may read it. Bodies are null where there was none or none that can be shown. */
export type SeenMessage = {
  readonly at: Date;
  readonly wire: string;
  readonly method: string;
  /** With its parameters by name: no id, no query. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
  readonly tenantId: string | null;
  /** Its kind. */
  readonly credential: string;
  readonly requestBody: string | null;
  readonly responseBody: string | null;
  /** Requests of this wire just before it, to the same process, that were not kept: there were too many at once. */
  readonly skipped: number;
};

export type Message = SeenMessage & { readonly id: bigint };
export type MessageQuery = { readonly wire: string | null; readonly beforeId: bigint | null; readonly limit: number };
