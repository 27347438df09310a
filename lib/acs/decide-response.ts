import type { Scenario } from './look-up-card';

/** EMV 3-D Secure, Transaction Status: authenticated, attempted, not authenticated, rejected, unavailable, challenge. */
export type TransactionStatus = 'Y' | 'A' | 'N' | 'R' | 'U' | 'C';

const RESPONSES: Record<Scenario, TransactionStatus> = { frictionless: 'Y', challenge: 'C', attempt: 'A', refused: 'N', rejected: 'R', unavailable: 'U' };

/** The issuer's answer to an authentication request. Asked to challenge, it challenges a holder whom it would have let pass; nothing else moves it. */
export const decideResponse = (scenario: Scenario, asked: { readonly challenge: boolean }): TransactionStatus =>
  scenario === 'frictionless' && asked.challenge ? 'C' : RESPONSES[scenario];
