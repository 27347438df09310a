import type { NetworkTransaction, TransactionStatus } from './types';

/** What a transaction is that can be captured no more: all of it refunded, or not. */
export const settledStatus = ({ capturedAmount, refundedAmount }: Pick<NetworkTransaction, 'capturedAmount' | 'refundedAmount'>): TransactionStatus =>
  refundedAmount === capturedAmount ? 'refunded' : 'captured';
