import { findAgent } from '@/lib/agent';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { streamStates } from '@/lib/http/live-states';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { toDecimal } from '@/lib/kernel/money';
import { loadAgentLimits, getEvidence, getPaymentStatus, type PaymentStatus } from '@/lib/wallet';
import { answer, refusal } from '../errors';
import { toStatusWire } from './to-wire';

const notFound = (): Response =>
  refusal(404, 'payment_not_found', 'There is no such payment of yours.', { next_step: 'Check the payment_id that payments/token answered.' });

/** What a poll of an agent's own payment answers; null for one that is not its own. */
export async function pollPayment(ctx: RequestCtx, paymentId: string): Promise<object | null> {
  invariant(ctx.principal.kind === 'agent', 'the entrance admits agents only');
  const result = await getPaymentStatus(ctx, { paymentId, agentId: ctx.principal.agentId });
  return result.ok ? toStatusWire(result.value, ctx.settings.publicOrigin) : null;
}

/** GET /api/agent/v1/payments/{id}/status: for the agent that asked; a poll never issues anything. */
export const getStatus: Endpoint = endpoint({
  method: 'GET',
  path: '/api/agent/v1/payments/[id]/status',
  wire: 'sacp',
  credentials: ['agent_token'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, _request, { id = '' }) => {
    const status = await pollPayment(ctx, id);
    return status ? answer(200, status) : notFound();
  },
});

/** Open streams of one agent in one process: one for each purchase that may wait, and some to spare. */
const STREAMS_MAX = 5;
/** Nothing follows these. */
const LAST: readonly PaymentStatus[] = ['rejected', 'expired', 'completed', 'failed', 'voided'];

/** GET /api/agent/v1/payments/{id}/events: what the poll answers, as server-sent events: at once, and whenever it changes, until its last status. */
export const getPaymentEvents: Endpoint = endpoint({
  method: 'GET',
  path: '/api/agent/v1/payments/[id]/events',
  wire: 'sacp',
  credentials: ['agent_token'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, request, { id = '' }) => {
    invariant(ctx.principal.kind === 'agent', 'the entrance admits agents only');
    const query = { paymentId: id, agentId: ctx.principal.agentId };
    if (!(await getPaymentStatus(ctx, query)).ok) return notFound();
    return streamStates(request, {
      caller: `agent:${query.agentId}`,
      max: STREAMS_MAX,
      watch: (onChange) => ctx.ports.paymentChanges.watch(id, onChange),
      read: async () => {
        const [agent, result] = await Promise.all([findAgent(ctx, query.agentId), getPaymentStatus(ctx, query)]);
        const mayRead = agent?.status === 'active' || agent?.status === 'pending';
        return mayRead && result.ok ? { state: result.value.status, wire: toStatusWire(result.value, ctx.settings.publicOrigin) } : null;
      },
      isLast: ({ state }) => LAST.includes(state),
      toWire: ({ wire }) => wire,
    });
  },
});

/** GET /api/agent/v1/payments/{id}/evidence: mandates, what the person signed, receipts; for the agent or its owner. lib/evidence verifies it. */
export const getPaymentEvidence: Endpoint = endpoint({
  method: 'GET',
  path: '/api/agent/v1/payments/[id]/evidence',
  wire: 'sacp',
  credentials: ['agent_token', 'owner_session'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, _request, { id: paymentId = '' }) => {
    const { principal } = ctx;
    invariant(principal.kind === 'agent' || principal.kind === 'owner', 'the entrance admits agents and owners only');
    const reader = principal.kind === 'agent' ? { paymentId, agentId: principal.agentId } : { paymentId, walletId: principal.walletId };
    const result = await getEvidence(ctx, reader);
    return result.ok ? answer(200, result.value) : notFound();
  },
});

/** GET /api/agent/v1/limits: an agent's own limits and what is left of them. */
export const getLimits: Endpoint = endpoint({
  method: 'GET',
  path: '/api/agent/v1/limits',
  wire: 'sacp',
  credentials: ['agent_token'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx) => {
    invariant(ctx.principal.kind === 'agent', 'the entrance admits agents only');
    const limits = await loadAgentLimits(ctx, { agentId: ctx.principal.agentId, walletId: ctx.principal.walletId });
    return answer(200, {
      limits: limits.map((limit) => ({
        currency: limit.currency,
        per_transaction: toDecimal(limit.perTransaction),
        daily: toDecimal(limit.daily),
        ...(limit.weekly === null ? {} : { weekly: toDecimal(limit.weekly) }),
        monthly: toDecimal(limit.monthly),
        spent_today: toDecimal(limit.spentToday),
        ...(limit.weekly === null ? {} : { spent_this_week: toDecimal(limit.spentThisWeek) }),
        spent_this_month: toDecimal(limit.spentThisMonth),
      })),
    });
  },
});
