export type { AccountKind, NewAccount, NewTransfer, Transfer, TransferError, TransferKind } from './types';
export { openAccount } from './open-account';
export { transfer, findTransfer } from './transfer';
export { balanceOf, balancesOf } from './balance';
