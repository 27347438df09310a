export type { Difference } from './types';
export { countAudited, runAudit, type AuditScope } from './run-audit';
