export type { AgentAuthorizeRequest, AgentContext, AuthorizeError, CardAuthorizeRequest, CaptureCommand, CaptureError, NetworkAuthorizeRequest, NetworkTransaction, RefundCommand, RefundError, TransactionStatus, VoidError } from './types';
export { authorize, retrieve } from './authorize';
export { capture } from './capture';
export { voidAuthorization } from './void-authorization';
export { refund, resumeRefunds } from './refund';
export { expireAuthorizations } from './expire-authorizations';
export { getTransaction } from './find-own';
export { assessRisk } from './assess-risk';
