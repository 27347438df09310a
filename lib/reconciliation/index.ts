export type { Mismatch, ReconciliationQuery } from './types';
export { reconcile, RECONCILED_MAX } from './reconcile';
