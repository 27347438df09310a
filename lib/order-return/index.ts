export { RETURN_REASONS, type OrderReturn, type ReturnLine, type ReturnReason, type ReturnRefusal } from './types';
export { counts, type ReturnStatus } from './status';
export { returningQuantity } from './decide-refund';
export { requestReturn, type RequestReturn } from './request-return';
export { approveReturn, refuseReturn, type ApproveReturn, type RefuseReturn } from './decide-return';
export { refundReturn } from './refund-return';
export { listReturns } from './store';
export { loadReturns, type ReturnView } from './view';
