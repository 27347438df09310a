import { listAgents, registerAgent } from '@/lib/agent';
import { answer } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { readLimits, readRequest } from './read-request';
import { RegisterAgentRequest } from './schema';
import { toAgentWire, toMandateWire } from './to-wire';

/** Registers an agent. Its secret is told here alone; it stays pending until its intent mandate is confirmed. */
export const postAgent = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/agents',
  handle: async (ctx, request, { walletId }) => {
    const { spending_limits, ...fields } = await readRequest(request, RegisterAgentRequest);
    const { agent, clientSecret, mandate } = await registerAgent(ctx, { walletId, ...fields, limits: readLimits(spending_limits) });
    return answer(201, {
      ...toAgentWire(agent),
      client_secret: clientSecret,
      mandate: toMandateWire(mandate),
      next_step: 'Keep client_secret: it is not shown again. Sign mandate.publicKey with a passkey: POST /api/agent/v1/agents/{id}/confirm.',
    });
  },
});

export const getAgents = ownerEndpoint({
  method: 'GET',
  path: '/api/agent/v1/agents',
  handle: async (ctx, _request, { walletId }) => answer(200, { agents: (await listAgents(ctx, walletId)).map(toAgentWire) }),
});
