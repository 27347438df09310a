export { STORE_EVENTS, type StoreChoices, type StoreEvent, type StoreNotice } from './types';
export { chooseStoreNotices, loadStoreChoices } from './choices';
export { tellStore } from './tell-store';
export { deleteOldNotices } from './store';
