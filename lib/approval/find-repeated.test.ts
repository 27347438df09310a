import { describe, expect, it } from 'vitest';
import { findRepeated } from './find-repeated';

const usual = { agentId: 'a', merchantId: 'm', triggerType: 'per_transaction', currency: 'CAD', amount: 8_000n } as const;
let made = 0;
const approval = (change: object = {}) => ({ ...usual, id: String((made += 1)), ...change });

describe('findRepeated', () => {
  it('finds the last three alike, and the highest of their amounts', () => {
    const approved = [approval({ amount: 8_000n }), approval({ amount: 10_000n }), approval({ amount: 9_000n }), approval({ amount: 1n })];
    expect(findRepeated(approved)).toEqual([{ approval: approved[0], amount: 10_000n, times: 3 }]);
  });

  it('answers the newest first, and passes over what lies between', () => {
    const [other, mine] = [() => approval({ agentId: 'b' }), () => approval()];
    const found = findRepeated([other(), mine(), mine(), other(), mine(), other()]);
    expect(found.map(({ approval: { agentId } }) => agentId)).toEqual(['b', 'a']);
  });

  it.each([
    ['there are two', [approval(), approval()]],
    ['one is of another agent', [approval(), approval({ agentId: 'b' }), approval()]],
    ['one is at another merchant', [approval(), approval({ merchantId: 'n' }), approval()]],
    ['one was asked for another reason', [approval(), approval({ triggerType: 'daily' }), approval()]],
    ['one is in another currency', [approval(), approval({ currency: 'EUR' }), approval()]],
    ['the amounts are a unit more than a quarter apart', [approval(), approval({ amount: 10_001n }), approval()]],
  ])('finds nothing when %s', (_why, approved) => expect(findRepeated(approved)).toEqual([]));
});
