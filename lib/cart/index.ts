export type { Cart, CartQuery, CartRefusal, CartState, EstimatedCart } from './types';
export { createCart } from './create-cart';
export { getCart } from './get-cart';
export { replaceCart } from './replace-cart';
export { cancelCart } from './cancel-cart';
export { findOpenCart } from './find-open-cart';
export { expireCarts } from './expire-carts';
export { ageCart } from './age-cart';
export { loadCart, type CartView } from './view';
