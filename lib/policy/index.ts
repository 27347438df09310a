export type {
  Action, Decision, Figures, Finding, HoursRule, ListRule, LocalMoment, MandateScope, PastPurchases, Policies, Policy, PurchaseFacts, Risk, RuleName, Scope, VelocityRule,
} from './types';
export { decidePurchase, findOutsideMandate, spanText } from './decide-purchase';
export { proposeChange, type RuleChange } from './propose-change';
export { decideLoosening } from './decide-loosening';
export { loadFacts, type FactsQuery, type PolicyFacts } from './load-facts';
export { localMoment } from './hours';
export { applyPatch, confirmPolicy, getPolicy, setPolicy, type PolicyError, type PolicyPatch, type SetPolicyError } from './set-policy';
export { replay, type PastRequest } from './replay';
export { blockMerchant, type BlockError } from './block-merchant';
export { listPolicies, type PolicyKey } from './store';
