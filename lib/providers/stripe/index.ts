export { stripeBeside } from './beside';
export type { StripeConfig } from './client';
export { stripeCredentials } from './credentials';
export { stripeEvents } from './events';
export { stripePayment } from './payment';
