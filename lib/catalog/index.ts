export { ITEM_SORTS, ITEM_TYPES, type Item, type ItemPosition, type ItemQuery, type ItemSort, type ItemTranslations, type ItemType, type NewItem, type Reservation, type ShelfItem, type StockLine } from './types';
export { findItems, findItemsEverSold, fitsSort, insertItem, keepItem, searchItems } from './store';
export { endSnoozes, SNOOZED_WITHOUT_END, snoozeItem } from './snooze-item';
export { listShelf } from './store';
export { commitReservation, releaseReservation, reserveStock } from './reserve-stock';
