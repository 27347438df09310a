export type { OrderShare, PaymentHub, Payout } from './types';
export {
  linkAccount, loadPaymentHub, openAccount, resetAccount, setFeePolicy, simulateAccount, syncAccount, syncAccountById, syncStaleAccounts,
  type AccountLink, type OpenAccountError, type ResetAccountError, type SimulateError,
} from './hub';
export { findPayee } from './payee';
export { listOrderShares, listPayouts } from './payouts';
export { insertSimulatedAccount } from './store';
export { toHubFacts, type NextStep } from './facts';
