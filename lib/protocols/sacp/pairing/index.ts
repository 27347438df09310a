import { z } from 'zod';
import { AGENT_PERMISSIONS, cleanName, parseLimits } from '@/lib/agent';
import { createPairingCode, OFFERED_PERMISSIONS, requestAccess } from '@/lib/grant';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { readJsonOrEmpty } from '@/lib/http/body';
import { answer, refusal } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { parseOrRefuse } from '../read-body';
import { snakeCaseKeys } from '../snake-case';

const LIMIT_BYTES = 64 * 1024;
const Amount = z.union([z.string().max(40), z.number()]);
const Limit = z.preprocess(snakeCaseKeys, z.strictObject({ per_transaction: Amount, daily: Amount, weekly: Amount.optional(), monthly: Amount, currency: z.string().max(10) }));

export const NoFields = z.strictObject({});
export const AccessRequest = z.preprocess(
  snakeCaseKeys,
  z.strictObject({
    pairing_code: z.string().max(40),
    agent_name: z
      .string()
      .max(100)
      .refine((text) => cleanName(text) !== '', 'must not be empty'),
    permissions: z.array(z.enum(AGENT_PERMISSIONS)).min(1).max(20).optional(),
    spending_limits: z.union([z.array(Limit).min(1).max(20), Limit]).optional(),
  }),
);

/** POST /api/agent/v1/pairing-codes: a code that the owner tells one agent. It grants nothing by itself. */
export const postPairingCode = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/pairing-codes',
  handle: async (ctx, request, { walletId }) => {
    parseOrRefuse(NoFields, await readJsonOrEmpty(request, LIMIT_BYTES));
    const made = await createPairingCode(ctx, walletId);
    if (!made.ok) {
      return refusal(429, 'too_many_pairing_codes', `At most ${made.error.max} pairing codes may be open at once.`, {
        next_step: 'Use one of them, or wait: a code lives 15 minutes.',
      });
    }
    const { code, expiresAt } = made.value;
    return answer(201, {
      pairing_code: code,
      expires_at: expiresAt.toISOString(),
      next_step: 'Tell it to your agent, which sends it to POST /api/agent/v1/access-request. You then decide on its request.',
    });
  },
});

/** POST /api/agent/v1/access-request {pairing_code, agent_name, permissions?, spending_limits?}: uses the code up and asks its owner. */
export const postAccessRequest: Endpoint = endpoint({
  method: 'POST',
  path: '/api/agent/v1/access-request',
  wire: 'sacp',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request) => {
    const body = parseOrRefuse(AccessRequest, await readJsonOrEmpty(request, LIMIT_BYTES));
    const limits = parseLimits([body.spending_limits ?? []].flat());
    if (!limits.ok) throw fail(400, 'invalid_request', limits.error.message, { param: '$.spending_limits' });
    const wanted = body.permissions ?? OFFERED_PERMISSIONS;
    const asked = {
      name: cleanName(body.agent_name), permissions: OFFERED_PERMISSIONS.filter((permission) => wanted.includes(permission)),
      limits: limits.value, resources: [], detailed: false,
    };
    const requested = await requestAccess(ctx, { pairingCode: body.pairing_code, asked, clientAddress: ctx.clientAddress });
    if (!requested.ok) {
      if (requested.error.code === 'rate_limited') {
        throw fail(429, 'rate_limited', 'Too many attempts.', { headers: { 'retry-after': String(requested.error.retryAfterSeconds) } });
      }
      return refusal(404, 'invalid_pairing_code', 'The pairing code is unknown, was used or is older than 15 minutes.', {
        param: '$.pairing_code',
        next_step: 'Ask the owner for a new code.',
      });
    }
    const { grantId, deviceCode, expiresInSeconds, intervalSeconds } = requested.value;
    return answer(201, {
      request_id: grantId,
      status: 'pending',
      device_code: deviceCode,
      approval_url: `${ctx.settings.publicOrigin}/device?request=${grantId}`,
      token_endpoint: `${ctx.settings.publicOrigin}/api/agent/v1/oauth/token`,
      expires_in: expiresInSeconds,
      interval: intervalSeconds,
      next_step: 'Poll token_endpoint with grant_type urn:ietf:params:oauth:grant-type:device_code and device_code until the owner has decided.',
    });
  },
});

export const endpoints: readonly Endpoint[] = [postPairingCode, postAccessRequest];
