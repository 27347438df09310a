export type { Overview, Trace, TraceKind, TraceStep } from './types';
export { loadOverview } from './overview';
export { redact } from './redact';
export { traceOf } from './trace';
