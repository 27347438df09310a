import { listAgents, type NewAgent, registerAgent, registerAgentWithKeys } from '@/lib/agent';
import { RequestJwk } from '@/lib/auth';
import { fail, type HttpFailure } from '@/lib/http/failure';
import { answer } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { checkMerchants, readKeys, readLimits, readRequest } from './read-request';
import { RegisterAgentRequest } from './schema';
import { toAgentWire, toMandateWire } from './to-wire';

/** Registers an agent. Its secret is told here alone; it stays pending until its intent mandate is confirmed. */
export const postAgent = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/agents',
  handle: async (ctx, request, { walletId }) => {
    const { spending_limits, token_endpoint_auth_method: method, jwks, require_request_signatures: signsRequests = false, ...fields } = await readRequest(request, RegisterAgentRequest);
    await checkMerchants(ctx, fields.merchants);
    const command: NewAgent = { walletId, ...fields, limits: readLimits(spending_limits) };
    // Keys come with private_key_jwt and with nothing else.
    const keys = method === 'private_key_jwt' || jwks !== undefined ? await readKeys(method === 'private_key_jwt' ? jwks : null) : null;
    if (signsRequests && !keys?.keys.some((key) => RequestJwk.safeParse(key).success)) throw cannotSign();
    if (keys) {
      const { agent, mandate } = await registerAgentWithKeys(ctx, { ...command, keys, signsRequests });
      const told = signsRequests ? { require_request_signatures: true } : {};
      return answer(201, { ...toAgentWire(agent), token_endpoint_auth_method: method, ...told, mandate: toMandateWire(mandate), next_step: SIGN });
    }
    const { agent, clientSecret, mandate } = await registerAgent(ctx, command);
    const nextStep = `Keep client_secret: it is not shown again. ${SIGN}`;
    return answer(201, { ...toAgentWire(agent), client_secret: clientSecret, mandate: toMandateWire(mandate), next_step: nextStep });
  },
});

const cannotSign = (): HttpFailure =>
  fail(400, 'invalid_request', '$.require_request_signatures needs private_key_jwt with an Ed25519 or P-256 key.', { param: '$.require_request_signatures' });

const SIGN = 'Sign mandate.publicKey with a passkey: POST /api/agent/v1/agents/{id}/confirm.';

export const getAgents = ownerEndpoint({
  method: 'GET',
  path: '/api/agent/v1/agents',
  handle: async (ctx, _request, { walletId }) => answer(200, { agents: (await listAgents(ctx, walletId)).map(toAgentWire) }),
});
