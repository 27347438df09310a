export type { Authorization, Budget, Budgets, LimitKind, OverLimit, SpendingDecision, SpendingLimit, SpendingUsage, WindowKeys } from './types';
export { decideSpending } from './decide-spending';
export { checkSpending, holdSpending, previewSpending, releaseSpending, useSpending, type SpendingRequest } from './reserve-spending';
export { confirmWalletLimits, decideWalletWidening, setWalletLimits, type SetWalletLimitsError, type WalletWidening } from './wallet-limits';
export {
  confirmAuthorization, requestAuthorization, revokeAuthorization, type AuthorizationError, type NewAuthorization,
} from './authorization';
export { listAuthorizations } from './authorization-store';
export { listWalletLimits } from './store';
export { windowKeys } from './window-keys';
export { loadLimits, loadWalletLimits, type LimitView } from './view';
