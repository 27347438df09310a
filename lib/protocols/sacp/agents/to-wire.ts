import type { Agent, AgentLimit, MandateRequest } from '@/lib/agent';
import { money, toDecimal } from '@/lib/kernel/money';

/** SACP AgentRegistration in snake_case; amounts are decimal strings in major units. */
export const toAgentWire = (agent: Agent) => ({
  agent_id: agent.id,
  client_id: agent.clientId,
  owner_id: agent.walletId,
  name: agent.name,
  description: agent.description,
  status: agent.status,
  permissions: agent.permissions,
  spending_limits: toLimitsWire(agent.limits),
  /** Handles; null: any merchant. */
  merchants: agent.merchants ?? null,
  created_at: agent.createdAt.toISOString(),
  last_used_at: agent.lastUsedAt?.toISOString() ?? null,
});

/** As the request may give them: one object for one currency, a list for several. */
export function toLimitsWire(limits: readonly AgentLimit[]) {
  const wired = limits.map(({ currency, perTransactionAmount, dailyAmount, weeklyAmount, monthlyAmount }) => ({
    per_transaction: toDecimal(money(perTransactionAmount, currency)),
    daily: toDecimal(money(dailyAmount, currency)),
    ...(weeklyAmount === undefined ? {} : { weekly: toDecimal(money(weeklyAmount, currency)) }),
    monthly: toDecimal(money(monthlyAmount, currency)),
    currency,
  }));
  return wired.length === 1 ? wired[0] : wired;
}

/** The intent mandate that waits for the owner: SHA-256 of the canonical JSON of `content` is the challenge in `publicKey`. */
export const toMandateWire = ({ id, content, publicKey }: MandateRequest) => ({ id, content, publicKey });
