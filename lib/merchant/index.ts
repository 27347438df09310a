export type { FulfillmentKind, Merchant, MerchantFulfillment, NewMerchant, PickupPlace } from './types';
export { findLiveMerchant, findMerchant, insertFulfillment, insertMerchant } from './store';
export { CHANNELS, getChannels, setChannels, type Channel, type Channels } from './channels';
export { getMerchant } from './get-merchant';
export { loadMerchantHome, type MerchantHome } from './view';
export { ALLOWED_ORIGINS_MAX, allowsOrigin, listAllowedOrigins, setAllowedOrigins, type AllowedOriginsError } from './allowed-origins';
