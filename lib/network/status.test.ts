import { describe, expect, it } from 'vitest';
import { mayBecome } from './status';
import type { TransactionStatus } from './types';

const STATUSES: readonly TransactionStatus[] = ['initiated', 'authorized', 'captured', 'voided', 'declined'];

describe('the table of statuses', () => {
  it.each<[TransactionStatus, TransactionStatus[]]>([
    ['initiated', ['authorized', 'voided', 'declined']],
    ['authorized', ['authorized', 'captured', 'voided']],
    ['captured', []],
    ['voided', []],
    ['declined', []],
  ])('%s may become %j and nothing else', (from, allowed) => {
    expect(STATUSES.filter((to) => mayBecome(from, to))).toEqual(allowed);
  });
});
