export type { FulfillmentKind, Merchant } from './types';
export { findMerchant, insertMerchant } from './store';
export { getMerchant } from './get-merchant';
export { loadMerchantHome, type MerchantHome } from './view';
