export { stripeBeside, stripeTokensBeside } from './beside';
export type { StripeConfig } from './client';
export { stripeCredentials } from './credentials';
export { stripeEvents } from './events';
export { stripePayment } from './payment';
