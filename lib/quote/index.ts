export type {
  AssertionFault, AssertionName, Assertions, Confirmation, ConfirmRefusal, PickupWindow, Quote, QuoteActor, QuoteContact, QuoteContent, QuoteRefusal, RailRefusal, RiskHints,
  Significance, WindowFault,
} from './types';
export { createQuote, QUOTE_SECONDS, type CreateQuote } from './create-quote';
export { confirmQuote, type ConfirmQuote } from './confirm-quote';
export type { PayingAgent } from './pay-quote';
export { findQuote } from './find-quote';
export { loadPickupOrder, type PickupOrderView, type PickupStatus } from './order-view';
export { walletSetupUrl, windowText } from './quote-content';
export { ageQuote } from './store';
