import { describe, expect, it } from 'vitest';
import { toPaymentEvent } from './payment-event';
import type { NetworkTransaction } from './types';

const transaction: NetworkTransaction = {
  id: 'txn_1', idempotencyKey: 'att_1', merchantId: 'm', checkoutId: 'c', tokenId: 'tok_1', cardId: 'card_1', bank: 'maple', currency: 'CAD', amount: 5_000n,
  capturedAmount: 0n, refundedAmount: 0n, status: 'initiated', declineReason: null,
  authenticated: false, agentContext: { agentId: 'agent_1', ownerId: 'wal_1', humanPresent: false, mandateId: 'mandate_1', mandateType: 'payment' },
  mandate: null, merchantName: 'Shop', agentName: 'Shopper', riskScore: 0, riskSignals: [], createdAt: new Date(0), updatedAt: new Date(0),
};
const authorized: NetworkTransaction = { ...transaction, status: 'authorized' };
const captured: NetworkTransaction = { ...authorized, status: 'captured', capturedAmount: 5_000n };

describe('what a merchant is told of a payment', () => {
  it.each<[string, NetworkTransaction, NetworkTransaction]>([
    ['payment.authorized', transaction, authorized],
    ['payment.declined', transaction, { ...transaction, status: 'declined', declineReason: 'insufficient_funds' }],
    ['payment.failed', transaction, { ...transaction, status: 'declined', declineReason: 'issuer_unavailable' }],
    ['payment.captured', authorized, captured],
    ['payment.captured', authorized, { ...authorized, capturedAmount: 1_000n }],
    ['payment.voided', authorized, { ...authorized, status: 'voided' }],
    ['payment.voided', transaction, { ...transaction, status: 'voided' }],
    ['payment.refunded', captured, { ...captured, refundedAmount: 1n }],
    ['payment.refunded', captured, { ...captured, status: 'refunded', refundedAmount: 5_000n }],
    ['payment.expired', authorized, { ...authorized, status: 'expired' }],
    ['payment.expired', { ...authorized, capturedAmount: 1_000n }, { ...authorized, status: 'captured', capturedAmount: 1_000n }],
  ])('%s', (type, before, after) => expect(toPaymentEvent(before, after)).toMatchObject({ type, data: { transactionId: 'txn_1', status: after.status, amount: '50.00' } }));
});
