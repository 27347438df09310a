export type { Item, Reservation, StockLine } from './types';
export { findItems, insertItem, listItems } from './store';
export { commitReservation, releaseReservation, reserveStock } from './reserve-stock';
