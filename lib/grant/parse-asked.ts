import { z } from 'zod';
import { type Agent, AGENT_PERMISSIONS, type AgentLimit, type AgentPermission, cleanName, isAgentPermission, parseLimits } from '@/lib/agent';
import { money, toDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { PURCHASE_PERMISSIONS } from './single-purchase';
import type { Asked, AskedPurchase } from './types';

/** Permissions that stand behind something here; manage_subscriptions is known and offered nowhere. */
export const OFFERED_PERMISSIONS: readonly AgentPermission[] = AGENT_PERMISSIONS.filter((permission) => permission !== 'manage_subscriptions');

export type AskedFault = { readonly code: 'invalid_scope' | 'invalid_authorization_details'; readonly message: string };

const MAX_DETAILS = 20;
const MAX_MERCHANTS = 50;
const Amount = z.union([z.string().max(40), z.number()]);
const Handle = z.string().regex(MERCHANT_HANDLE);
const Detail = z.strictObject({
  type: z.literal('agent_purchase'),
  actions: z.array(z.string().max(100)).max(20).optional(),
  merchants: z.array(Handle).min(1).max(MAX_MERCHANTS).optional(),
  amount_limit: z.strictObject({ per_transaction: Amount, daily: Amount, weekly: Amount.optional(), monthly: Amount, currency: z.string().max(10) }).optional(),
});
const Details = z.array(Detail).min(1).max(MAX_DETAILS);
const Purchase = z.strictObject({ merchant_id: z.string().min(1).max(100), session_id: z.string().min(1).max(100) });
/** Whoever asks for one purchase asks for nothing else. */
const PurchaseDetails = z.tuple([z.strictObject({ type: z.literal('agent_purchase'), purchase: Purchase })]);

/**
 * What a client asks for: `scope` (RFC 6749), `authorization_details` (RFC 9396; type agent_purchase, whose actions are permissions, whose
 * merchants are handles and whose amount_limit is one currency's limits; or one `purchase`). What is not understood is refused, never
 * dropped. Nothing asked for is all that is offered.
 */
export function parseAsked(given: { name: string; scope: string | undefined; details: string | undefined; resources: readonly string[] }): Result<Asked, AskedFault> {
  const scopes = parseScope(given.scope);
  if (!scopes.ok) return scopes;
  const details = given.details === undefined ? null : parseDetails(given.details);
  if (details && !details.ok) return details;
  const name = cleanName(given.name) || 'An agent';
  const { permissions: actions = [], limits = [], merchants, purchase } = details?.value ?? {};
  if (purchase) return askedPurchase(purchase, scopes.value, { name, resources: given.resources });
  const wanted = new Set([...(scopes.value ?? []), ...actions]);
  const permissions = OFFERED_PERMISSIONS.filter((permission) => wanted.size === 0 || wanted.has(permission));
  return ok({ name, permissions, limits, ...(merchants ? { merchants } : {}), resources: given.resources, detailed: details !== null });
}

function askedPurchase(
  purchase: AskedPurchase,
  scopes: readonly AgentPermission[] | null,
  { name, resources }: Pick<Asked, 'name' | 'resources'>,
): Result<Asked, AskedFault> {
  if (!(scopes ?? []).every((scope) => PURCHASE_PERMISSIONS.includes(scope))) {
    return err({ code: 'invalid_scope', message: `One purchase is asked for with: ${PURCHASE_PERMISSIONS.join(' ')}.` });
  }
  return ok({ name, permissions: PURCHASE_PERMISSIONS, limits: [], purchase, resources, detailed: true });
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

export type ParsedDetails = {
  readonly permissions: readonly AgentPermission[];
  readonly limits: readonly AgentLimit[];
  readonly merchants?: readonly string[];
  readonly purchase?: AskedPurchase;
};

/** `authorization_details` (RFC 9396) as JSON text, in our words. */
export function parseDetails(text: string): Result<ParsedDetails, AskedFault> {
  const json = parseJson(text);
  const single = PurchaseDetails.safeParse(json);
  if (single.success) {
    const [{ purchase }] = single.data;
    return ok({ permissions: [], limits: [], purchase: { merchant: purchase.merchant_id, checkoutId: purchase.session_id } });
  }
  const parsed = Details.safeParse(json);
  if (!parsed.success) return fault(SHAPE);
  const actions = parsed.data.flatMap((detail) => detail.actions ?? []);
  const permissions = actions.filter(isOffered);
  if (permissions.length !== actions.length) return fault(`actions are: ${OFFERED_PERMISSIONS.join(', ')}.`);
  const [merchants, ...others] = parsed.data.map((detail) => detail.merchants && [...new Set(detail.merchants)].toSorted());
  if (others.some((other) => String(other) !== String(merchants))) return fault('Every entry must name the same merchants, or none.');
  const limits = parseLimits(parsed.data.flatMap((detail) => detail.amount_limit ?? []));
  return limits.ok ? ok({ permissions, limits: limits.value, ...(merchants ? { merchants } : {}) }) : fault(limits.error.message);
}

const SHAPE =
  'authorization_details must be a list of {type "agent_purchase", actions?, merchants?, amount_limit?}, or one {type "agent_purchase", purchase {merchant_id, session_id}}.';

const fault = (message: string) => err({ code: 'invalid_authorization_details', message } as const);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was granted, as authorization_details say it (RFC 9396 section 7): one entry for each currency. */
export const toDetails = ({ permissions, limits, merchants, purchase }: Pick<Agent, 'permissions' | 'limits' | 'merchants' | 'purchase'>) =>
  limits.map((limit) => ({
    type: 'agent_purchase',
    actions: permissions,
    ...(merchants ? { merchants } : {}),
    ...(purchase ? { purchase: { merchant_id: merchants?.[0], session_id: purchase.checkoutId } } : {}),
    amount_limit: toAmountLimit(limit),
  }));

/** One currency's limits as wires write them: decimals in major units. */
export function toAmountLimit({ currency, perTransactionAmount, dailyAmount, weeklyAmount, monthlyAmount }: AgentLimit) {
  const decimal = (amount: bigint): string => toDecimal(money(amount, currency));
  return {
    per_transaction: decimal(perTransactionAmount),
    daily: decimal(dailyAmount),
    ...(weeklyAmount === undefined ? {} : { weekly: decimal(weeklyAmount) }),
    monthly: decimal(monthlyAmount),
    currency,
  };
}
