import { z } from 'zod';
import { AGENT_PERMISSIONS, type AgentLimit, type AgentPermission, cleanName, isAgentPermission, parseLimits } from '@/lib/agent';
import { money, toDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Asked } from './types';

/** Permissions that stand behind something here; manage_subscriptions is known and offered nowhere. */
export const OFFERED_PERMISSIONS: readonly AgentPermission[] = AGENT_PERMISSIONS.filter((permission) => permission !== 'manage_subscriptions');

export type AskedFault = { readonly code: 'invalid_scope' | 'invalid_authorization_details'; readonly message: string };

const MAX_DETAILS = 20;
const Amount = z.union([z.string().max(40), z.number()]);
const Detail = z.strictObject({
  type: z.literal('agent_purchase'),
  actions: z.array(z.string().max(100)).max(20).optional(),
  amount_limit: z.strictObject({ per_transaction: Amount, daily: Amount, monthly: Amount, currency: z.string().max(10) }).optional(),
});
const Details = z.array(Detail).min(1).max(MAX_DETAILS);

/**
 * What a client asks for: `scope` (RFC 6749), `authorization_details` (RFC 9396; type agent_purchase, whose actions are permissions and
 * whose amount_limit is one currency's limits). What is not understood is refused, never dropped. Nothing asked for is all that is offered.
 */
export function parseAsked(given: { name: string; scope: string | undefined; details: string | undefined; resources: readonly string[] }): Result<Asked, AskedFault> {
  const scopes = parseScope(given.scope);
  if (!scopes.ok) return scopes;
  const details = given.details === undefined ? null : parseDetails(given.details);
  if (details && !details.ok) return details;
  const wanted = new Set([...(scopes.value ?? []), ...(details?.value.permissions ?? [])]);
  const permissions = OFFERED_PERMISSIONS.filter((permission) => wanted.size === 0 || wanted.has(permission));
  return ok({
    name: cleanName(given.name) || 'An agent',
    permissions,
    limits: details?.value.limits ?? [],
    resources: given.resources,
    detailed: details !== null,
  });
}

function parseScope(scope: string | undefined): Result<readonly AgentPermission[] | null, AskedFault> {
  if (scope === undefined) return ok(null);
  const entries = [...new Set(scope.split(' ').filter((entry) => entry !== ''))];
  const known = entries.filter(isOffered);
  return known.length === entries.length && known.length > 0
    ? ok(known)
    : err({ code: 'invalid_scope', message: `Scopes are: ${OFFERED_PERMISSIONS.join(' ')}.` });
}

const isOffered = (text: string): text is AgentPermission => isAgentPermission(text) && OFFERED_PERMISSIONS.includes(text);

function parseDetails(text: string): Result<{ permissions: AgentPermission[]; limits: AgentLimit[] }, AskedFault> {
  const parsed = Details.safeParse(parseJson(text));
  if (!parsed.success) return fault('authorization_details must be a list of {type "agent_purchase", actions?, amount_limit?}.');
  const actions = parsed.data.flatMap((detail) => detail.actions ?? []);
  const permissions = actions.filter(isOffered);
  if (permissions.length !== actions.length) return fault(`actions are: ${OFFERED_PERMISSIONS.join(', ')}.`);
  const limits = parseLimits(parsed.data.flatMap((detail) => detail.amount_limit ?? []));
  return limits.ok ? ok({ permissions, limits: limits.value }) : fault(limits.error.message);
}

const fault = (message: string) => err({ code: 'invalid_authorization_details', message } as const);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was granted, as authorization_details say it (RFC 9396 section 7): one entry for each currency. */
export const toDetails = (terms: { permissions: readonly AgentPermission[]; limits: readonly AgentLimit[] }) =>
  terms.limits.map(({ currency, perTransactionAmount, dailyAmount, monthlyAmount }) => ({
    type: 'agent_purchase',
    actions: terms.permissions,
    amount_limit: {
      per_transaction: toDecimal(money(perTransactionAmount, currency)),
      daily: toDecimal(money(dailyAmount, currency)),
      monthly: toDecimal(money(monthlyAmount, currency)),
      currency,
    },
  }));
