import { describe, expect, it } from 'vitest';
import { mayBecome, refundMayBecome } from './status';
import type { RefundStatus, TransactionStatus } from './types';

const STATUSES: readonly TransactionStatus[] = ['initiated', 'authorized', 'captured', 'refunded', 'voided', 'expired', 'declined'];
const REFUND_STATUSES: readonly RefundStatus[] = ['requested', 'done', 'refused'];

describe('the table of statuses', () => {
  it.each<[TransactionStatus, TransactionStatus[]]>([
    ['initiated', ['authorized', 'voided', 'declined']],
    ['authorized', ['authorized', 'captured', 'refunded', 'voided', 'expired']],
    ['captured', ['captured', 'refunded']],
    ['refunded', []],
    ['voided', []],
    ['expired', []],
    ['declined', []],
  ])('%s may become %j and nothing else', (from, allowed) => {
    expect(STATUSES.filter((to) => mayBecome(from, to))).toEqual(allowed);
  });

  it.each<[RefundStatus, RefundStatus[]]>([
    ['requested', ['done', 'refused']],
    ['done', []],
    ['refused', []],
  ])('a refund that is %s may become %j and nothing else', (from, allowed) => {
    expect(REFUND_STATUSES.filter((to) => refundMayBecome(from, to))).toEqual(allowed);
  });
});
