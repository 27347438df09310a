import { describe, expect, it } from 'vitest';
import { decideCardWidening } from './decide-card-widening';
import type { CardControls, CardLimit } from './types';

const limit = (more: Partial<CardLimit> = {}): CardLimit => ({ currency: 'CAD', perTransactionAmount: 100n, dailyAmount: 200n, agentMaximumAmount: 50n, ...more });
const card: CardControls = { status: 'active', agentTransactionsEnabled: true, limits: [limit()] };

describe('what widens a card', () => {
  it.each<[string, CardControls, CardControls, string[]]>([
    ['nothing that stays', card, card, []],
    ['freezing', card, { ...card, status: 'frozen' }, []],
    ['unfreezing', { ...card, status: 'frozen' }, card, ['unfrozen']],
    ['closing it to agents', card, { ...card, agentTransactionsEnabled: false }, []],
    ['opening it to agents', { ...card, agentTransactionsEnabled: false }, card, ['agents_allowed']],
    ['lower limits', card, { ...card, limits: [limit({ perTransactionAmount: 99n, dailyAmount: 0n, agentMaximumAmount: 49n })] }, []],
    ['a first limit', { ...card, limits: [] }, card, []],
    ['a limit in another currency', card, { ...card, limits: [limit(), limit({ currency: 'EUR' })] }, []],
    ['a higher limit for each purchase', card, { ...card, limits: [limit({ perTransactionAmount: 101n })] }, ['limit_raised']],
    ['a higher limit a day', card, { ...card, limits: [limit({ dailyAmount: 201n })] }, ['limit_raised']],
    ['a higher maximum for agents', card, { ...card, limits: [limit({ agentMaximumAmount: 51n })] }, ['limit_raised']],
    ['a limit taken away', card, { ...card, limits: [limit({ dailyAmount: null })] }, ['limit_removed']],
    ['all limits taken away', card, { ...card, limits: [] }, ['limit_removed']],
    ['one raised while another is lowered', card, { ...card, limits: [limit({ perTransactionAmount: 1n, dailyAmount: 300n })] }, ['limit_raised']],
  ])('%s', (_case, before, after, widening) => expect(decideCardWidening(before, after)).toEqual(widening));
});
