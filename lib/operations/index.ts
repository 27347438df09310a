export { decodeReservationCursor, encodeReservationCursor, listReservations } from './reservations';
export type { Operator, OperatorAct, OperatorAction, OperatorActionName, OperatorOutcome, Overview, Reservation, ReservationQuery, ReservationStatus, Trace, TraceKind, TraceStep } from './types';
export { OPERATOR_ACTIONS, RESERVATION_STATUSES } from './types';
export { listActions, recordAction } from './operator-actions';
export { loadOverview } from './overview';
export { redact } from './redact';
export { traceOf } from './trace';
