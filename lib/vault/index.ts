export type { Allowance, CardFault, DelegateCard, GivenCard, RiskSignal, VaultRefusal } from './types';
export { delegateCard, type DelegatedCard } from './delegate-card';
export { vaultCredentials } from './payment-credentials';
export { findCard, type KeptCard } from './find-card';
export { deleteCards } from './delete-cards';
