export {
  type Agent, AGENT_PERMISSIONS, type AgentFields, type AgentLimit, type AgentPermission, type AgentStatus, type AgentTerms, isAgentPermission,
  type MandateRequest, type OnePurchase,
} from './types';
export { type LimitInput, type LimitsError, parseLimits } from './parse-limits';
export { cleanDescription, cleanName, MAX_DESCRIPTION_LENGTH, MAX_NAME_LENGTH } from './agent-text';
export { decideWidening, exceeds, type Widening } from './decide-widening';
export { toMandateLimit } from './intent-mandate';
export { type NewAgent, registerAgent, registerAgentWithKeys, type RegisteredAgent } from './register-agent';
export { createConfirmedAgent } from './create-confirmed-agent';
export { admitAgent, proposeAgent } from './admit-agent';
export { issueSecret } from './client-secret';
export { confirmAgent, type ConfirmError } from './confirm-agent';
export { type AgentPatch, updateAgent, type UpdateError } from './update-agent';
export { pauseAgents } from './pause-agents';
export { suspendAgent } from './suspend-agent';
export { revokeAgent } from './revoke-agent';
export { type RotateError, rotateKeys, rotateSecret, type RotatedSecret } from './rotate-secret';
export { authenticateClient } from './authenticate-client';
export { ACCESS_TOKEN_SECONDS, type AccessToken, audiences, issueAccessToken, readAccessToken, revokeAccessToken } from './access-token';
export { authenticateAssertion, CLIENT_ALGORITHMS, type ClientKeys, parseClientKeys } from './client-keys';
export { useProof } from './used-proof';
export { touchAgent } from './touch-agent';
export { tellMerchants } from './tell-merchants';
export { pairwiseOwnerId } from './pairwise-owner-id';
export {
  deleteExpiredProofs, deleteExpiredRevocations, findAgent, findAgentByClientId, findTokenStanding, listAgents, listSpentAgents, lockAgent, lockWalletAgents, type TokenStanding,
} from './store';
