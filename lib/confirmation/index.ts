export type { Confirmed, ConfirmationError, ConfirmationRequest, Subject } from './types';
export { toEvidence } from './evidence';
export { dropWaiting, requestConfirmation, takeConfirmed } from './confirmation';
