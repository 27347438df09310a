import { z } from 'zod';
import { fail } from '@/lib/http/failure';
import { money, toDecimal } from '@/lib/kernel/money';
import { authorizationStatus, confirmAuthorization, listAuthorizations, requestAuthorization, revokeAuthorization, type Authorization } from '@/lib/spending';
import { readRequest } from '../agents/read-request';
import { ConfirmAgentRequest } from '../agents/schema';
import { toMandateWire } from '../agents/to-wire';
import { answer, refusal } from '../errors';
import { TEXT_OR_NUMBER } from '../exact-numbers';
import { ownerEndpoint } from '../owner-endpoint';
import { readAmount, readCurrency } from '../payments/schema';
import { parseOrRefuse, readExactJson } from '../read-body';
import { Handle } from './policy-schema';
import { refuse } from './refuse';

const PATH = '/api/agent/v1/authorizations';
const YEAR_MS = 366 * 86_400_000;

/** At a merchant or in a category, up to an amount, until then; for one purchase unless single_use is false. */
export const AuthorizationBody = z
  .strictObject({
    agent_id: z.string().max(100),
    merchant: Handle.nullable().optional(),
    category: z.string().min(1).max(60).nullable().optional(),
    amount: z.string({ error: 'must be an amount in major units, as a number or a string' }).max(40, 'is too long').meta(TEXT_OR_NUMBER),
    currency: z.string().max(10),
    expires_at: z.iso.datetime({ offset: true, error: 'must be a date and time such as 2026-12-24T18:00:00Z' }),
    single_use: z.boolean().default(true),
  })
  .refine(({ merchant, category }) => (merchant ?? category ?? null) !== null, 'must name a merchant or a category');

export const getAuthorizations = ownerEndpoint({
  method: 'GET',
  path: PATH,
  handle: async (ctx, _request, { walletId }) => answer(200, { authorizations: (await listAuthorizations(ctx, walletId)).map((each) => toWire(each, ctx.clock.now())) }),
});

/** Always a widening: 428 with what a passkey must sign; nothing holds before. */
export const postAuthorization = ownerEndpoint({
  method: 'POST',
  path: PATH,
  handle: async (ctx, request, { walletId }) => {
    const body = parseOrRefuse(AuthorizationBody, await readExactJson(request));
    const currency = readCurrency(body.currency);
    const expiresAt = readExpiry(body.expires_at, ctx.clock.now());
    const asked = await requestAuthorization(ctx, {
      walletId, agentId: body.agent_id, merchant: body.merchant ?? null, category: body.category ?? null, currency, amount: readAmount(body.amount, currency),
      singleUse: body.single_use, expiresAt,
    });
    if (!asked.ok) return refuse(asked.error);
    return refusal(428, 'confirmation_required', 'This lets the agent spend beyond its limits. Nothing changes until you confirm it with a passkey.', {
      mandate: toMandateWire(asked.value),
      publicKey: asked.value.publicKey,
      next_step: `Sign publicKey with a passkey and send the assertion to POST ${PATH}/confirm.`,
    });
  },
});

function readExpiry(text: string, now: Date): Date {
  const at = new Date(text);
  if (at > now && at.getTime() <= now.getTime() + YEAR_MS) return at;
  throw fail(400, 'invalid_request', '$.expires_at must lie ahead, within a year', { param: '$.expires_at' });
}

export const postConfirmAuthorization = ownerEndpoint({
  method: 'POST',
  path: `${PATH}/confirm`,
  handle: async (ctx, request, { walletId }) => {
    const { assertion } = await readRequest(request, ConfirmAgentRequest);
    const confirmed = await confirmAuthorization(ctx, { walletId, assertion });
    return confirmed.ok ? answer(201, toWire(confirmed.value, ctx.clock.now())) : refuse(confirmed.error);
  },
});

/** Ends it at once. */
export const deleteAuthorization = ownerEndpoint({
  method: 'DELETE',
  path: `${PATH}/[id]`,
  handle: async (ctx, _request, { walletId, id }) => {
    const revoked = await revokeAuthorization(ctx, { walletId, id });
    return revoked.ok ? answer(200, toWire(revoked.value, ctx.clock.now())) : refuse(revoked.error);
  },
});

const toWire = (each: Authorization, now: Date) => ({
  id: each.id,
  agent_id: each.agentId,
  status: authorizationStatus(each, now),
  merchant: each.merchant,
  category: each.category,
  amount: toDecimal(money(each.amount, each.currency)),
  used: toDecimal(money(each.usedAmount, each.currency)),
  currency: each.currency,
  single_use: each.singleUse,
  created_at: each.createdAt.toISOString(),
  expires_at: each.expiresAt.toISOString(),
});
