export { exportAccount } from './export-account';
export { confirmDeletion, keepAccount, keepAccountByLink, requestDeletion } from './delete-account';
export { eraseDueAccounts } from './erase-accounts';
export { findOpenDeletion, type Deletion } from './deletion-store';
