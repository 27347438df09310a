export type { Payment, PaymentMethod, PaymentStatus } from './types';
export { replayPolicy, type Replay, type ReplayedRequest } from './replay-policy';
export { simulatePayment, type SimulatePayment, type SimulateRefusal } from './simulate-payment';
export { requestPayment, type PaymentAnswer, type PaymentRefusal, type RequestPayment, type StepUpAnswer } from './request-payment';
export { findPendingStepUp } from './find-pending-step-up';
export { getPaymentStatus, type OwnerChange, type PaymentState } from './payment-status';
export { loadRuleChange, requestRuleChange, type RuleChangeError, type RuleChangeRequest } from './rule-change';
export { dismissRuleSuggestion, loadSuggestion, requestSuggestedChange, type Suggestion } from './suggest-rule';
export { changeStepUp, type ChangeError, type ChangeStepUp } from './change-step-up';
export { approveStepUp, openStepUp, rejectStepUp, type OpenStepUp, type SecondState, type StepUpError } from './step-up';
export { checkEvidence } from './check-evidence';
export { getEvidence, type Evidence } from './evidence';
export { expireApprovals, voidAgentPayments } from './expire-payments';
export { listRunningAgents, stopAgents, type StoppedAgent } from './stop-agents';
export { tellPurchase } from './tell-purchase';
export { retireSpentAgents } from './retire-agents';
export { freezeWallet } from './freeze-wallet';
export { paymentCredentials } from './payment-credentials';
export { agePayment } from './store';
export { decideFilter, PAYMENT_STATES, type FilterFault, type FilterInput, type PaymentFilter, type PaymentStateName } from './decide-filter';
export { loadMerchants, type MerchantsView, type PaidMerchant } from './merchants-view';
export { loadFilterChoices, loadPayments, streamPayments, type FilterChoices, type PaymentRow, type ReturnState } from './payments-view';
export {
  loadAgentDetail,
  loadAgentLimits,
  loadOwnerTimeZone,
  loadWalletHome,
  loadWalletUsage,
  type AgentDetailView,
  type AgentRow,
  type PendingApprovalRow,
  type WalletHomeView,
} from './view';
