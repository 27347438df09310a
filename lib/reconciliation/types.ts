/** What is looked at: payments by the network's ids, or all that were begun in a span of time. A merchant's own, or everyone's (null). */
export type ReconciliationQuery = { readonly merchantId: string | null } & ({ readonly transactionIds: readonly string[] } | { readonly from: Date; readonly until: Date });

/**
 * missing_here: the network has it and we do not. missing_there: the other way round. state, amount: both have it, and differ. `ourState` and
 * `providerState` are the payment's: authorized, captured, refunded, voided, expired, declined; `missing` and null where it is not there.
 */
export type Mismatch = {
  readonly transactionId: string;
  readonly kind: 'missing_here' | 'missing_there' | 'state' | 'amount';
  readonly ourState: string;
  readonly providerState: string | null;
};
