export type { AgentContext, AuthorizeError, CaptureCommand, CaptureError, NetworkTransaction, TransactionStatus, VoidError } from './types';
export { authorize, retrieve } from './authorize';
export { capture } from './capture';
export { voidAuthorization } from './void-authorization';
export { getTransaction } from './find-own';
export { decideRisk, type RiskFacts, type RiskSignal } from './decide-risk';
