import { confirmAgent, findAgent, rotateKeys, rotateSecret, updateAgent } from '@/lib/agent';
import { readJsonOrEmpty } from '@/lib/http/body';
import { renewSession } from '@/lib/auth';
import { answer } from '../errors';
import { agentEndpoint } from './agent-endpoint';
import { parseOrRefuse } from '../read-body';
import { checkMerchants, readKeys, readLimits, readRequest } from './read-request';
import { refuse } from './refuse';
import { ConfirmAgentRequest, RotateRequest, UpdateAgentRequest } from './schema';
import { toAgentWire } from './to-wire';

export const getAgent = agentEndpoint({
  method: 'GET',
  path: '/api/agent/v1/agents/[id]',
  handle: async (ctx, _request, { walletId, agentId }) => {
    const agent = await findAgent(ctx, agentId);
    return agent?.walletId === walletId ? answer(200, toAgentWire(agent)) : refuse({ code: 'agent_not_found' });
  },
});

/** Narrowing answers 200 with the agent; widening 428 with the mandate that a passkey must sign first. */
export const patchAgent = agentEndpoint({
  method: 'PATCH',
  path: '/api/agent/v1/agents/[id]',
  handle: async (ctx, request, call) => {
    const { spending_limits, ...fields } = await readRequest(request, UpdateAgentRequest);
    await checkMerchants(ctx, fields.merchants);
    const patch = { ...fields, limits: spending_limits && readLimits(spending_limits) };
    const updated = await updateAgent(ctx, { ...call, patch });
    return updated.ok ? answer(200, toAgentWire(updated.value)) : refuse(updated.error);
  },
});

/** Applies what waits, registration or widening. The session's id changes with it. */
export const postConfirmAgent = agentEndpoint({
  method: 'POST',
  path: '/api/agent/v1/agents/[id]/confirm',
  handle: async (ctx, request, call) => {
    const { assertion } = await readRequest(request, ConfirmAgentRequest);
    const confirmed = await confirmAgent(ctx, { ...call, assertion });
    return confirmed.ok ? renewSession(ctx, answer(200, toAgentWire(confirmed.value))) : refuse(confirmed.error);
  },
});

const LIMIT_BYTES = 64 * 1024;

/** A new secret, told here alone; the one before it holds for 24 hours more. With `jwks`, for an agent with keys: other keys, at once. */
export const postRotateSecret = agentEndpoint({
  method: 'POST',
  path: '/api/agent/v1/agents/[id]/rotate-secret',
  handle: async (ctx, request, call) => {
    const { jwks } = parseOrRefuse(RotateRequest, await readJsonOrEmpty(request, LIMIT_BYTES));
    if (jwks !== undefined) {
      const replaced = await rotateKeys(ctx, { ...call, keys: await readKeys(jwks) });
      return replaced.ok ? answer(200, { client_id: replaced.value.clientId, token_endpoint_auth_method: 'private_key_jwt' }) : refuse(replaced.error);
    }
    const rotated = await rotateSecret(ctx, call);
    if (!rotated.ok) return refuse(rotated.error);
    const { clientId, clientSecret, previousSecretExpiresAt } = rotated.value;
    return answer(200, {
      client_id: clientId,
      client_secret: clientSecret,
      previous_secret_expires_at: previousSecretExpiresAt.toISOString(),
    });
  },
});
