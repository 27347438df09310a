export { stripeAccounts } from './accounts';
export { stripeBeside } from './beside';
export type { StripeConfig } from './client';
export { stripeCredentials } from './credentials';
export { stripeEvents } from './events';
export { stripeHostedPayment } from './hosted-payment';
export { stripePayment } from './payment';
