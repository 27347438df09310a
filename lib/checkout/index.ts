export type {
  AffiliateAttribution,
  AppliedDiscount,
  AuthenticationReport,
  AuthenticationTerms,
  BrowserChannel,
  Buyer,
  BuyerProfile,
  CaptureMethod,
  Checkout,
  CheckoutActor,
  CheckoutDetails,
  CheckoutDiscounts,
  CheckoutLine,
  CheckoutMessage,
  CheckoutPatch,
  CheckoutRefusal,
  CheckoutTotals,
  DiscountRefusal,
  DiscountTarget,
  FulfillmentContact,
  FulfillmentGroup,
  FulfillmentMethod,
  FulfillmentOption,
  FulfillmentSelection,
  GroupRequest,
  Handover,
  IntentTrace,
  ItemRequest,
  MarketingConsent,
  MessageCode,
  MessageSubject,
  PayingActor,
  SelectionRequest,
  TaxShare,
} from './types';
export { NO_DETAILS, NO_DISCOUNTS } from './no-extras';
export { handoverTitle, isSelected, selectedOption, selectedOptions } from './selected-options';
export type { CheckoutStatus } from './status';
export { isShortage } from './decide-readiness';
export { totalRows } from './total-rows';
export { createCheckout, type CreateCheckout } from './create-checkout';
export { estimateItems, type EstimatedLine, type ItemsEstimate } from './estimate-items';
export { getCheckout } from './get-checkout';
export { updateCheckout } from './update-checkout';
export { startCheckout, type StartCheckout, type StartRefusal } from './start-checkout';
export { cancelCheckout, type CancelCheckout } from './cancel-checkout';
export { completeCheckout, type CompleteCheckout, type CompletedCheckout } from './complete-checkout';
export type { CompletionFacts } from './checkout-facts';
export { loadCheckoutFacts, type CheckoutFactsView } from './merchant-view';
export { holdPrice, releasePrice, type HoldPrice } from './hold-price';
export { expireCheckouts } from './expire-checkouts';
export { resumeCompletions } from './resume-completions';
export { findCheckoutPayment, findTokenTransaction, type CheckoutPayment } from './find-checkout-payment';
export { sessionStatus, wasDeclined, type SessionStatus } from './session-status';
export { capturePayment } from './capture-payment';
export { followNetwork } from './follow-network';
export { refundOrder, settleRefund, type RefundOrder, type RefundOrderError } from './refund-order';
export { endOrder, voidOrder } from './end-order';
export { findCheckout } from './store';
export { readTotals, type StoredTotals } from './read-content';
export { cleanWords } from './clean-words';
export { checkoutSnapshotPort } from './checkout-snapshot';
export { ageCheckout } from './age-checkout';
