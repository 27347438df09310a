import { describe, expect, it } from 'vitest';
import type { Card } from '@/lib/bank';
import { readLimits, toCardForm } from './card-form';

const card: Card = {
  id: 'card_1', bank: 'maple', brand: 'visa', last4: '4242', status: 'active', agentTransactionsEnabled: true,
  limits: [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: null, agentMaximumAmount: 0n }],
};

describe("a card's form", () => {
  it('shows the limits of each currency the card has an account or a limit in; none is an empty field', () => {
    expect(toCardForm(card, 'Maple Bank', ['EUR']).limits).toEqual([
      { currency: 'EUR', perTransaction: '', daily: '', agentMaximum: '' },
      { currency: 'CAD', perTransaction: '50.00', daily: '', agentMaximum: '0.00' },
    ]);
  });

  it('asks for what was typed, and for no limit where a field is empty', () => {
    const form = new FormData();
    form.set('per_transaction-CAD', ' 20 ');
    form.set('daily-CAD', '');
    expect(readLimits(form, ['CAD'])).toEqual([{ currency: 'CAD', per_transaction: '20', daily: null, agent_transaction_max_amount: null }]);
  });
});
