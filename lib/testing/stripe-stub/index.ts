export { startStripeStub, type StripeStub, type StubFault, type StubIntent, type StubRequest } from './stub';
export { TEST_METHODS } from './intents';
export type { StubSession } from './sessions';
