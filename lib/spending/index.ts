export type { LimitKind, OverLimit, SpendingDecision, SpendingLimit, SpendingUsage, WindowKeys } from './types';
export { decideSpending } from './decide-spending';
export { checkSpending, holdSpending, releaseSpending, useSpending, type SpendingRequest } from './reserve-spending';
export { windowKeys } from './window-keys';
export { loadLimits, type LimitView } from './view';
