export type { FulfillmentKind, Merchant, MerchantFulfillment, NewMerchant, PickupPlace } from './types';
export { findMerchant, insertFulfillment, insertMerchant } from './store';
export { getMerchant } from './get-merchant';
export { loadMerchantHome, type MerchantHome } from './view';
