import type { TransactionStatus } from './types';

/** The one table of what a transaction may become. */
const NEXT: Readonly<Record<TransactionStatus, readonly TransactionStatus[]>> = {
  initiated: ['authorized', 'declined', 'voided'],
  authorized: ['authorized', 'captured', 'voided'], // itself: a part was captured
  captured: [],
  voided: [],
  declined: [],
};

export const mayBecome = (from: TransactionStatus, to: TransactionStatus): boolean => NEXT[from].includes(to);
