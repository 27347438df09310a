export { ITEM_SORTS, type Item, type ItemPosition, type ItemQuery, type ItemSort, type NewItem, type Reservation, type StockLine } from './types';
export { findItems, findItemsEverSold, fitsSort, insertItem, searchItems } from './store';
export { commitReservation, releaseReservation, reserveStock } from './reserve-stock';
