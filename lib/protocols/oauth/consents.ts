import { z } from 'zod';
import { AGENT_PERMISSIONS, type AgentLimit, type AgentPermission, cleanName, type LimitInput, parseLimits } from '@/lib/agent';
import {
  approveConsent, type Consent, denyConsent, findAskedPurchase, findDeviceGrant, findOwnGrant, type Grant, proposeForCode, proposeForDevice, type Terms,
  toAmountLimit,
} from '@/lib/grant';
import { readJson } from '@/lib/http/body';
import { type Endpoint, endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { money, toDecimal } from '@/lib/kernel/money';
import type { CheckoutSnapshot } from '@/lib/ports';
import { codeUrl, readAuthorization } from './authorize';
import { refuse, respond } from './errors';
import { rateLimited } from './rate-limited';

const LIMIT_BYTES = 64 * 1024;
const Amount = z.union([z.string().max(40), z.number()]);
const Limit = z.strictObject({ per_transaction: Amount, daily: Amount, weekly: Amount.optional(), monthly: Amount, currency: z.string().max(10) });

/** Which request an owner speaks of: an authorization request by its query, a device request by its user code or, if it is theirs, its id. */
const which = { query: z.string().max(16_000), user_code: z.string().max(40), grant_id: z.string().max(40) };
export const DeviceRequest = z.union([z.strictObject({ user_code: which.user_code }), z.strictObject({ grant_id: which.grant_id })]);
const terms = {
  name: z
    .string()
    .max(100)
    .refine((text) => cleanName(text) !== '', 'must not be empty')
    .optional(),
  permissions: z.array(z.enum(AGENT_PERMISSIONS)).min(1).max(20),
  spending_limits: z.array(Limit).min(1).max(20),
};
/** The answer to a request for one purchase: of the cart that the page showed. */
const purchaseTerms = { snapshot_hash: z.string().max(100) };
export const ConsentRequest = z.union([
  z.strictObject({ user_code: which.user_code, ...purchaseTerms }),
  z.strictObject({ grant_id: which.grant_id, ...purchaseTerms }),
  z.strictObject({ query: which.query, ...terms }),
  z.strictObject({ user_code: which.user_code, ...terms }),
  z.strictObject({ grant_id: which.grant_id, ...terms }),
]);
export const Confirmation = z.strictObject({ assertion: z.record(z.string(), z.unknown()) });

async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(request, LIMIT_BYTES));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', `${param} ${message}`, { param });
}

type OwnerCall = (ctx: RequestCtx, request: Request, walletId: string, id: string) => Promise<Response>;

/** For the pages where an owner answers: the signed-in owner alone, from a page of ours. */
const ownerPost = (path: `/${string}`, handle: OwnerCall): Endpoint =>
  endpoint({
    method: 'POST',
    path,
    wire: 'oauth',
    credentials: ['owner_session'],
    scope: null,
    tenant: 'credential',
    handle: (ctx, request, { id = '' }) => {
      invariant(ctx.principal.kind === 'owner', 'the entrance admits owners only');
      return handle(ctx, request, ctx.principal.walletId, id);
    },
  });

const notFound = () => fail(404, 'not_found', 'There is no open request of this code. It may have been answered, or be older than 15 minutes.');

async function getDeviceGrant(ctx: RequestCtx, walletId: string, by: { user_code: string } | { grant_id: string }): Promise<Grant> {
  if ('grant_id' in by) {
    const own = await findOwnGrant(ctx, { grantId: by.grant_id, walletId });
    if (own?.kind !== 'device') throw notFound();
    return own;
  }
  const found = await findDeviceGrant(ctx, { userCode: by.user_code, walletId, clientAddress: ctx.clientAddress });
  if (found.ok) return found.value;
  throw found.error.code === 'rate_limited' ? rateLimited(found.error) : notFound();
}

/** POST /api/agent/v1/oauth/device {user_code}: what a device request asks for, for the page to show. */
export const postDeviceLookup = ownerPost('/api/agent/v1/oauth/device', async (ctx, request, walletId) => {
  const grant = await getDeviceGrant(ctx, walletId, await readBody(request, DeviceRequest));
  const { name, permissions, limits, merchants, purchase } = grant.asked;
  const cart = purchase && (await findAskedPurchase(ctx, purchase));
  if (cart === null) throw fail(409, 'invalid_request', 'The purchase that was asked for was paid, ended or changed. Ask the agent to start again.');
  return respond(200, {
    agent_name: name,
    permissions,
    spending_limits: limits.map(toAmountLimit),
    ...(merchants ? { merchants } : {}),
    ...(cart ? { purchase: toPurchaseWire(cart) } : {}),
    expires_at: grant.expiresAt.toISOString(),
  });
});

/** The cart in the merchant's words, as the person is to see it. */
function toPurchaseWire(cart: CheckoutSnapshot): object {
  const decimal = (amount: bigint): string => toDecimal(money(amount, cart.currency));
  return {
    snapshot_hash: cart.hash,
    merchant: { handle: cart.merchantHandle, name: cart.merchantName, domain: cart.merchantDomain },
    items: cart.items.map(({ name, quantity, totalAmount }) => ({ name, quantity, total: decimal(totalAmount) })),
    discount: decimal(cart.discountAmount),
    fulfillment: cart.fulfillmentTitle === null ? null : { title: cart.fulfillmentTitle, amount: decimal(cart.fulfillmentAmount) },
    tax: decimal(cart.taxAmount),
    ...(cart.feeAmount === undefined ? {} : { fee: decimal(cart.feeAmount) }),
    total: decimal(cart.totalAmount),
    currency: cart.currency,
    address: cart.address,
  };
}

/**
 * POST /api/agent/v1/oauth/consents: what the owner would allow, less than was asked or knowingly more; of a request for one purchase the
 * hash of its cart. Answers the intent mandate that the passkey must sign; nothing is granted yet.
 */
export const postConsent = ownerPost('/api/agent/v1/oauth/consents', async (ctx, request, walletId) => {
  const body = await readBody(request, ConsentRequest);
  if ('query' in body) {
    const answer = await readAuthorization(ctx, new URLSearchParams(body.query));
    if (answer.kind !== 'ok') throw fail(400, 'invalid_request', 'The authorization request is not valid.', { param: '$.query' });
    return toConsentWire(await proposeForCode(ctx, { walletId, authorization: answer.authorization, terms: toTerms(body) }));
  }
  const { id } = await getDeviceGrant(ctx, walletId, body);
  const granted = 'snapshot_hash' in body ? { snapshotHash: body.snapshot_hash } : toTerms(body);
  const proposed = await proposeForDevice(ctx, { walletId, grantId: id, terms: granted });
  if (!proposed.ok) throw PROPOSE_FAILURES[proposed.error.code]();
  return toConsentWire(proposed.value);
});

type TermsWire = { readonly name?: string; readonly permissions: readonly AgentPermission[]; readonly spending_limits: readonly LimitInput[] };

const toTerms = ({ name, permissions, spending_limits: limits }: TermsWire): Terms => ({
  ...(name === undefined ? {} : { name }), permissions, limits: readLimits(limits),
});

const PROPOSE_FAILURES = {
  request_not_found: notFound,
  wrong_terms: () => fail(400, 'invalid_request', 'A request for one purchase is answered with its snapshot_hash alone, any other with permissions and limits.'),
  purchase_changed: () => fail(409, 'invalid_request', 'The cart changed since you looked at it. Nothing was allowed: look at it again.', { param: '$.snapshot_hash' }),
} as const;

function readLimits(given: Parameters<typeof parseLimits>[0]): AgentLimit[] {
  const parsed = parseLimits(given);
  if (parsed.ok) return parsed.value;
  throw fail(400, 'invalid_request', parsed.error.message, { param: '$.spending_limits' });
}

const toConsentWire = ({ grantId, mandate }: Consent): Response => respond(200, { grant_id: grantId, mandate });

/** POST /api/agent/v1/oauth/consents/{grant id}/confirm {assertion}: the passkey signed. `redirect_to` leads back to a client that waits for a code. */
export const postConfirmConsent = ownerPost('/api/agent/v1/oauth/consents/[id]/confirm', async (ctx, request, walletId, id) => {
  const { assertion } = await readBody(request, Confirmation);
  const approved = await approveConsent(ctx, { walletId, grantId: id, assertion });
  if (!approved.ok) {
    if (approved.error.code === 'request_not_found') throw notFound();
    return refuse({ code: 'invalid_assertion', message: 'The assertion is not one of your passkeys over the mandate that waits.' });
  }
  const { agentId, redirect } = approved.value;
  return respond(200, { status: 'approved', agent_id: agentId, ...(redirect ? { redirect_to: codeUrl(ctx, redirect) } : {}) });
});

/** POST /api/agent/v1/oauth/device/deny {user_code | grant_id}: saying no takes no passkey. */
export const postDenyDevice = ownerPost('/api/agent/v1/oauth/device/deny', async (ctx, request, walletId) => {
  const { id } = await getDeviceGrant(ctx, walletId, await readBody(request, DeviceRequest));
  const denied = await denyConsent(ctx, { grantId: id });
  if (!denied.ok) throw notFound();
  return respond(200, { status: 'denied' });
});
