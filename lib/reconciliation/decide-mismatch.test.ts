import { describe, expect, it } from 'vitest';
import { decideMismatch, type Pair } from './decide-mismatch';

const ours = (status: string, refundedAmount = 0n) => ({ status, amount: 100n, refundedAmount });
const theirs = (status: string, refundedAmount = 0n) => ({ status, amount: 100n, refundedAmount });

describe('decideMismatch', () => {
  it.each<[string, Pair['ours'], Pair['theirs']]>([
    ['authorised', ours('authorized'), theirs('authorized')],
    ['captured', ours('captured'), theirs('captured')],
    ['refunded in part', ours('captured', 40n), theirs('captured', 40n)],
    ['refunded', ours('captured', 100n), theirs('refunded', 100n)],
    ['declined', ours('declined'), theirs('declined')],
  ])('finds none where both say %s', (_what, left, right) => expect(decideMismatch({ transactionId: 't', ours: left, theirs: right })).toBeNull());

  it.each<[string, Pair['ours'], Pair['theirs'], string, string, string | null]>([
    ['nobody knows it', null, null, 'missing_there', 'missing', null],
    ['the network lost it', ours('captured'), null, 'missing_there', 'captured', null],
    ['we lost it', null, theirs('captured'), 'missing_here', 'missing', 'captured'],
    ['a capture was not told', ours('authorized'), theirs('captured'), 'state', 'authorized', 'captured'],
    ['a refund was not told', ours('captured', 100n), theirs('captured', 0n), 'state', 'refunded', 'captured'],
    ['a part of a refund was not told', ours('captured', 10n), theirs('captured', 40n), 'amount', 'captured', 'captured'],
    ['the amounts differ', { ...ours('captured'), amount: 99n }, theirs('captured'), 'amount', 'captured', 'captured'],
  ])('tells where %s', (_what, left, right, kind, ourState, providerState) =>
    expect(decideMismatch({ transactionId: 't', ours: left, theirs: right })).toEqual({ transactionId: 't', kind, ourState, providerState }),
  );
});
