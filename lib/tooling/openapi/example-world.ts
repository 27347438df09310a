import type { World } from '@/e2e/fixtures/world';

const uuid = (digit: number): string => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
const session = { cookie: 'authjs.session-token=...', origin: 'http://localhost:3000' };

/** A world in which nothing is there: the bodies of the tests in it are the same on every machine, and serve as examples. */
export const exampleWorld: World = {
  token: 'eyJ...',
  client: { agentId: 'agent_0000000000000000000000000a', clientId: 'client_demo', clientSecret: '...' },
  merchantKey: 'csk_m_...',
  owner: session,
  merchantOwner: session,
  operator: session,
  checkout: { id: uuid(1), merchant: 'regal-moose', amount: '25.40', currency: 'CAD', version: '2026-04-17' },
  paymentId: 'pay_0000000000000000000000000a',
  stepUpId: uuid(2),
  decidedStepUpId: uuid(3),
  transactionId: 'txn_0000000000000000000000000a',
  orderId: uuid(4),
  spareAgentId: 'agent_0000000000000000000000000b',
  operatorKey: 'csk_o_...',
  sessionId: uuid(5),
  closedSessionId: uuid(6),
  cartId: uuid(7),
};
