import type { RefundStatus, TransactionStatus } from './types';

/** The one table of what a transaction may become. */
const NEXT: Readonly<Record<TransactionStatus, readonly TransactionStatus[]>> = {
  initiated: ['authorized', 'declined', 'voided'],
  authorized: ['authorized', 'captured', 'refunded', 'voided', 'expired'], // itself: a part was captured or refunded
  captured: ['captured', 'refunded'], // itself: a part was refunded
  refunded: [],
  voided: [],
  expired: [],
  declined: [],
};

export const mayBecome = (from: TransactionStatus, to: TransactionStatus): boolean => NEXT[from].includes(to);

/** The one table of what a refund may become. */
const NEXT_OF_REFUND: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = { requested: ['done', 'refused'], done: [], refused: [] };

export const refundMayBecome = (from: RefundStatus, to: RefundStatus): boolean => NEXT_OF_REFUND[from].includes(to);
