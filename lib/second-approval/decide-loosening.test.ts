import { describe, expect, it } from 'vitest';
import { decideLoosening } from './decide-loosening';
import type { SecondApproval } from './types';

const approver = { email: 'b@x.example', status: 'active', approverWalletId: 'wal_b', invitedAt: new Date(0), acceptedAt: new Date(0) } as const;
const CAD = { currency: 'CAD', amount: 10_000n } as const;
const before: SecondApproval = { approver, limits: [CAD] };

describe('decideLoosening', () => {
  it.each([
    ['the same', [CAD]],
    ['a lower amount', [{ ...CAD, amount: 9_999n }]],
    ['an amount in another currency', [CAD, { currency: 'EUR', amount: 1n } as const]],
  ])('finds nothing in %s', (_what, limits) => expect(decideLoosening(before, { keepsApprover: true, limits })).toEqual([]));

  it.each([
    ['limit_raised', { keepsApprover: true, limits: [{ ...CAD, amount: 10_001n }] }],
    ['limit_removed', { keepsApprover: true, limits: [] }],
    ['approver_removed', { keepsApprover: false, limits: [CAD] }],
  ])('finds %s', (widening, after) => expect(decideLoosening(before, after)).toEqual([widening]));

  it('lets an invitation that nobody accepted be taken back', () => {
    expect(decideLoosening({ ...before, approver: { ...approver, status: 'invited' } }, { keepsApprover: false, limits: [CAD] })).toEqual([]);
  });
});
