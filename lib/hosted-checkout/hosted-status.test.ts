import { describe, expect, it } from 'vitest';
import { hostedStatus } from './hosted-status';

const EXPIRES_AT = new Date('2026-11-26T12:30:00.000Z');
const row = { status: 'open', expiresAt: EXPIRES_AT, snapshotHash: 'a', checkoutHash: 'a', checkoutStatus: 'ready', orderId: null } as const;
const before = new Date(EXPIRES_AT.getTime() - 1);

describe('how a hosted checkout stands', () => {
  it.each([
    ['can be paid until its last moment', row, before, 'open'],
    ['is over at its time', row, EXPIRES_AT, 'expired'],
    ['is over once it was written so, whatever the time', { ...row, status: 'expired' }, before, 'expired'],
    ['stays open while it is being paid, past its time also', { ...row, checkoutStatus: 'paying' }, EXPIRES_AT, 'open'],
    ['is over when the checkout was edited', { ...row, checkoutHash: 'b' }, before, 'expired'],
    ['is over when the checkout was canceled', { ...row, checkoutStatus: 'canceled' }, before, 'expired'],
    ['is over when the checkout ran out', { ...row, checkoutStatus: 'expired' }, before, 'expired'],
    ['is complete with an order, however it was paid', { ...row, checkoutStatus: 'completed', orderId: 'o' }, EXPIRES_AT, 'complete'],
    ['can be paid while a card needs its holder authenticated', { ...row, checkoutStatus: 'authentication_required' }, before, 'open'],
  ] as const)('%s', (_what, standing, now, status) => {
    expect(hostedStatus(standing, now)).toBe(status);
  });
});
