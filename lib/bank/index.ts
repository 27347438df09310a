export type {
  CaptureHold, CaptureHoldError, Hold, HoldRefusal, HoldStatus, PlaceHold, PlaceHoldError, RefundCapture, RefundCaptureError, ReleaseHoldError,
  StatementEntry, StatementHold, StatementView,
} from './types';
export { issueDemoCard } from './issue-demo-card';
export { placeHold } from './place-hold';
export { captureHold } from './capture-hold';
export { releaseHold } from './release-hold';
export { refundCapture } from './refund-capture';
export { findLapsedHolds } from './find-lapsed-holds';
export { loadStatement } from './view';
export { parseStatementCursor } from './statement-cursor';
