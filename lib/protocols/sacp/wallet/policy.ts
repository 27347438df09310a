import { z } from 'zod';
import type { Endpoint } from '@/lib/http/endpoint';
import { toDecimal } from '@/lib/kernel/money';
import { confirmPolicy, getPolicy, setPolicy, type PolicyKey } from '@/lib/policy';
import { replayPolicy } from '@/lib/wallet';
import { readRequest } from '../agents/read-request';
import { ConfirmAgentRequest } from '../agents/schema';
import { answer } from '../errors';
import { ownerEndpoint, type OwnerCall } from '../owner-endpoint';
import { snakeCaseKeys } from '../snake-case';
import { PolicyBody, toPatch, toPolicyWire } from './policy-schema';
import { refuse } from './refuse';

/** The same three endpoints over an agent's rules and over those that hold for all agents. */
function policyEndpoints(path: Endpoint['path'], keyOf: (call: OwnerCall) => PolicyKey) {
  return {
    get: ownerEndpoint({
      method: 'GET',
      path,
      handle: async (ctx, _request, call) => {
        const found = await getPolicy(ctx, keyOf(call));
        return found.ok ? answer(200, toPolicyWire(found.value)) : refuse(found.error);
      },
    }),
    /** Tightening answers 200 with the rules; loosening 428 with what a passkey must sign first. */
    patch: ownerEndpoint({
      method: 'PATCH',
      path,
      handle: async (ctx, request, call) => {
        const set = await setPolicy(ctx, { ...keyOf(call), patch: toPatch(await readRequest(request, PolicyBody)) });
        return set.ok ? answer(200, toPolicyWire(set.value)) : refuse(set.error);
      },
    }),
    confirm: ownerEndpoint({
      method: 'POST',
      path: `${path}/confirm`,
      handle: async (ctx, request, call) => {
        const { assertion } = await readRequest(request, ConfirmAgentRequest);
        const confirmed = await confirmPolicy(ctx, { ...keyOf(call), assertion });
        return confirmed.ok ? answer(200, toPolicyWire(confirmed.value)) : refuse(confirmed.error);
      },
    }),
  };
}

export const walletPolicy = policyEndpoints('/api/agent/v1/wallet/policy', ({ walletId }) => ({ walletId, agentId: null }));
export const agentPolicy = policyEndpoints('/api/agent/v1/agents/[id]/policy', ({ walletId, id }) => ({ walletId, agentId: id }));

export const ReplayRequest = z.preprocess(snakeCaseKeys, z.strictObject({ agent_id: z.string().max(100).nullable().optional(), policy: PolicyBody }));

/** POST /api/agent/v1/wallet/policy/replay: what edited rules would have said to the last requests. Changes nothing. */
export const postReplay = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/wallet/policy/replay',
  handle: async (ctx, request, { walletId }) => {
    const { agent_id = null, policy } = await readRequest(request, ReplayRequest);
    const replayed = await replayPolicy(ctx, { walletId, agentId: agent_id, patch: toPatch(policy) });
    if (!replayed.ok) return refuse(replayed.error);
    return answer(200, {
      requests: replayed.value.requests.map(({ paymentId, agentName, merchantName, total, at, status, humanPresent, decision, rule, words }) => ({
        payment_id: paymentId, agent: agentName, merchant: merchantName, amount: toDecimal(total), currency: total.currency, at: at.toISOString(), status,
        human_present: humanPresent, decision, rule, reason: words,
      })),
    });
  },
});
