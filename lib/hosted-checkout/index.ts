export type { HostedCheckout, HostedPayment, HostedStatus, OpenHostedRefusal, PayHostedRefusal, TypedCard } from './types';
export { openHostedCheckout, type OpenHostedCheckout } from './open-hosted-checkout';
export { findHostedCheckout } from './find-hosted-checkout';
export { loadPaymentPage, type PaymentPageView } from './load-payment-page';
export { payHostedCheckout, type PayHostedCheckout } from './pay-hosted-checkout';
export { resumeHostedCheckout } from './resume-hosted-checkout';
export { settleHostedCheckout, type SettleHostedCheckout } from './settle-hosted-checkout';
export { expireHostedCheckouts, recoverHostedPayments } from './expire-hosted-checkouts';
export { ageHosted } from './store';
