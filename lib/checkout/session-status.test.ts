import { describe, expect, it } from 'vitest';
import { sessionStatus } from './session-status';
import type { CheckoutStatus } from './status';
import type { CheckoutMessage } from './types';

const declined: CheckoutMessage = { kind: 'error', code: 'payment_declined', subject: { field: 'payment' }, text: 'Declined.' };

describe('sessionStatus', () => {
  it.each<[CheckoutStatus, string]>([
    ['open', 'cart_building'],
    ['needs_input', 'awaiting_buyer_info'],
    ['ready', 'ready_for_payment'],
    ['authentication_required', 'awaiting_authorization'],
    ['paying', 'processing'],
    ['completed', 'completed'],
    ['canceled', 'cancelled'],
    ['expired', 'cancelled'],
  ])('says %s as %s', (status, expected) => {
    expect(sessionStatus({ status, messages: [] })).toBe(expected);
  });

  it('calls a session failed when its time ran out after a decline, and not before', () => {
    expect(sessionStatus({ status: 'ready', messages: [declined] })).toBe('ready_for_payment');
    expect(sessionStatus({ status: 'expired', messages: [declined] })).toBe('failed');
    expect(sessionStatus({ status: 'canceled', messages: [declined] })).toBe('cancelled');
  });
});
