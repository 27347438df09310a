export type { Mismatch, ReconciliationQuery } from './types';
export { reconcile, RECONCILED_MAX } from './reconcile';
export { listReports, reportReconciliation, type ReconciliationReport } from './report';
