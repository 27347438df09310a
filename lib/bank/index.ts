export type {
  CaptureHold, CaptureHoldError, Card, CardControls, CardLimit, Hold, HoldRefusal, HoldStatus, PlaceHold, PlaceHoldError, RefundCapture, RefundCaptureError, ReleaseHoldError,
  StatementEntry, StatementHold, StatementView,
} from './types';
export { BANK_NAME, BANKS, isOwnBankId, OWN_BANKS, type BankId, type OwnBankId } from './banks';
export { TEST_CARD_NUMBERS, type CardAuthentication } from './test-cards';
export { switchBank } from './outage';
export { issueDemoCard } from './issue-demo-card';
export { openExternalCard, type OpenExternalCard } from './open-external-card';
export { confirmCardControls, listCards, setCardControls, type CardError, type CardPatch, type SetCardControlsError } from './card-controls';
export { previewHold } from './preview-hold';
export { placeHold } from './place-hold';
export { captureHold } from './capture-hold';
export { releaseHold } from './release-hold';
export { refundCapture } from './refund-capture';
export { findLapsedHolds } from './find-lapsed-holds';
export { loadStatement } from './view';
export { parseStatementCursor } from './statement-cursor';
