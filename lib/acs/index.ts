// The access control server of the simulated issuers: what a bank answers when it is asked whether the person at a checkout holds its card.
// It keeps nothing: what it vouches for is derived from its key.

export { lookUpCard, SCENARIOS, type CardRange, type Scenario } from './look-up-card';
export { decideResponse, type TransactionStatus } from './decide-response';
export { challengeCode, CODE_LENGTH, isCode, MAX_WRONG_CODES } from './challenge';
export { isGenuine, makeCryptogram, type Vouched } from './cryptogram';
