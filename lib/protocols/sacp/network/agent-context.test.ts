import { describe, expect, it } from 'vitest';
import { findContradiction, type GivenContext } from './agent-context';

const FACTS = {
  merchantId: 'm', checkoutId: 'c', agentId: 'agent_1', ownerId: 'owner_1', humanPresent: false, paymentMandateId: 'mandate_pay', cartMandateId: 'mandate_cart',
};

describe('an agent context', () => {
  it.each<[GivenContext]>([
    [{}],
    [{ agent_id: 'agent_1', owner_id: 'owner_1', human_present: false, mandate_id: 'mandate_cart', mandate_type: 'cart' }],
    [{ mandate_id: 'mandate_pay', mandate_type: 'payment' }],
    [{ mandate_id: 'mandate_cart' }],
    [{ mandate_id: 'mandate_pay' }],
  ])('agrees with the token: %j', (given) => expect(findContradiction(given, FACTS)).toBeNull());

  it.each<[string, GivenContext]>([
    ['agentId', { agent_id: 'agent_2' }],
    ['ownerId', { owner_id: 'wal_1' }],
    ['humanPresent', { human_present: true }],
    ['mandateId', { mandate_id: 'mandate_other' }],
    ['mandateId', { mandate_id: 'mandate_pay', mandate_type: 'cart' }],
    ['mandateId', { mandate_id: 'mandate_cart', mandate_type: 'payment' }],
  ])('is refused for its %s: %j', (field, given) => expect(findContradiction(given, FACTS)).toBe(field));
});
