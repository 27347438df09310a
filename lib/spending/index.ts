export type {
  Authorization, AuthorizationStatus, Budget, Budgets, Calendar, LimitKind, OverLimit, SpendingDecision, SpendingLimit, SpendingUsage, WindowKeys,
} from './types';
export { decideSpending } from './decide-spending';
export { holdSpending, releaseSpending, useSpending } from './reserve-spending';
export { confirmWalletLimits, decideWalletWidening, setWalletLimits, type SetWalletLimitsError, type WalletWidening } from './wallet-limits';
export {
  authorizationStatus, confirmAuthorization, requestAuthorization, revokeAuthorization, type AuthorizationError, type NewAuthorization,
} from './authorization';
export { findDrawnMandateId, listAuthorizations } from './authorization-store';
export { listWalletLimits } from './store';
export { type CalendarRow, getCalendar, toCalendar } from './calendar-store';
export { confirmTimeZone, setTimeZone, type SetTimeZoneError } from './time-zone';
export { windowKeys, windowZones } from './window-keys';
export { type LimitView, loadLimits, loadWalletLimits, loadWalletSpend, type SpendView } from './view';
