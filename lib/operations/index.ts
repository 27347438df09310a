export type { Operator, OperatorAct, OperatorAction, OperatorActionName, OperatorOutcome, Overview, Trace, TraceKind, TraceStep } from './types';
export { OPERATOR_ACTIONS } from './types';
export { listActions, recordAction } from './operator-actions';
export { loadOverview } from './overview';
export { redact } from './redact';
export { traceOf } from './trace';
