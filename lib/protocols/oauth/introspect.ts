import { audiences, findTokenStanding, pairwiseOwnerId, readAccessToken } from '@/lib/agent';
import { findApiKey } from '@/lib/auth';
import { endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { findMerchant, type Merchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { parseBasic } from './client-credentials';
import { tokenType } from './dpop';
import { refuse, respond } from './errors';
import { readParameters } from './read-parameters';

/**
 * RFC 7662, for merchants: whether an access token holds at their store now. Never limits or usage, and the owner by a name that only
 * this merchant knows. Every token that does not hold, for whatever reason, is {active: false}.
 */
export const postIntrospect = endpoint({
  method: 'POST',
  path: '/api/agent/v1/oauth/introspect',
  wire: 'oauth',
  credentials: ['merchant_key', 'oauth_client'],
  scope: null,
  tenant: 'credential',
  async handle(ctx, request) {
    const parameters = await readParameters(request);
    if (!parameters.ok) return refuse(parameters.error);
    const merchant = await findCaller(ctx, request);
    if (!merchant) return refuse({ code: 'invalid_client', message: 'This takes an API key of a merchant: Basic handle:key, or Bearer key.' });
    const token = parameters.value.values.get('token');
    if (token === undefined) return refuse({ code: 'invalid_request', message: 'token is missing.' });
    return respond(200, await introspect(ctx, merchant, token));
  },
});

/** The entrance has checked a Bearer key; Basic is this endpoint's own. */
async function findCaller(ctx: RequestCtx, request: Request): Promise<Merchant | null> {
  if (ctx.principal.kind === 'merchant_key') return findMerchant(ctx, ctx.principal.merchantId);
  const basic = parseBasic(request.headers.get('authorization') ?? '');
  const key = basic && (await findApiKey(ctx, basic.password));
  const merchant = key?.kind === 'merchant' && key.merchantId ? await findMerchant(ctx, key.merchantId) : null;
  return merchant && (basic?.user === merchant.handle || basic?.user === merchant.id) ? merchant : null;
}

const INACTIVE = { active: false };

async function introspect(ctx: Ctx, merchant: Merchant, token: string): Promise<object> {
  const access = await readAccessToken(ctx, token);
  if (!access) return INACTIVE;
  const ours = audiences(ctx.settings);
  const audience = access.audience.filter((entry) => entry === ours.store || entry === ours.merchant(merchant.handle));
  if (audience.length === 0) return INACTIVE;
  const standing = await findTokenStanding(ctx, { agentId: access.agentId, jti: access.jti });
  if (!standing || standing.revoked || (standing.status !== 'active' && standing.status !== 'pending')) return INACTIVE;
  return {
    active: true,
    scope: access.scopes.filter((scope) => standing.permissions.includes(scope)).join(' '),
    client_id: access.clientId,
    sub: access.agentId,
    owner_id: pairwiseOwnerId(ctx, { walletId: standing.walletId, merchantId: merchant.id }),
    aud: audience,
    iss: ctx.settings.publicOrigin,
    token_type: tokenType(access.jkt),
    ...(access.jkt === null ? {} : { cnf: { jkt: access.jkt } }),
    iat: Math.floor(access.issuedAt.getTime() / 1000),
    exp: Math.floor(access.expiresAt.getTime() / 1000),
  };
}
