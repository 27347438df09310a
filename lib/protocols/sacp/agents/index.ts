import type { Endpoint } from '@/lib/http/endpoint';
import { getAgents, postAgent } from './collection';
import { deleteAgent } from './delete-agent';
import { getAgent, patchAgent, postConfirmAgent, postRotateSecret } from './item';

export { deleteAgent, getAgent, getAgents, patchAgent, postAgent, postConfirmAgent, postRotateSecret };

/** SACP's agent management, for the owner's session. */
export const endpoints: readonly Endpoint[] = [postAgent, getAgents, getAgent, patchAgent, deleteAgent, postConfirmAgent, postRotateSecret];
