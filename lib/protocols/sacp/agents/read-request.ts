import type { z } from 'zod';
import { type AgentLimit, type ClientKeys, type LimitInput, parseClientKeys, parseLimits } from '@/lib/agent';
import { findLiveMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { readJson } from '@/lib/http/body';
import { fail } from '@/lib/http/failure';
import { firstIssue, toJsonPath } from '@/lib/http/issues';

const LIMIT_BYTES = 64 * 1024;

/** The body as `schema` reads it; 400 invalid_request naming the field otherwise. */
export async function readRequest<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(request, LIMIT_BYTES));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', `${param} ${message}`, { param });
}

/** Limits in minor units; 400 invalid_request naming the amount otherwise. */
export function readLimits(spendingLimits: LimitInput | readonly LimitInput[]): AgentLimit[] {
  const isList = isLimitList(spendingLimits);
  const parsed = parseLimits(isList ? spendingLimits : [spendingLimits]);
  if (parsed.ok) return parsed.value;
  const { path, message } = parsed.error;
  throw fail(400, 'invalid_request', message, { param: toJsonPath(['spending_limits', ...(isList ? path : path.slice(1))]) });
}

/** Each must be a merchant here; 400 invalid_request naming the first that is none. */
export async function checkMerchants(ctx: Ctx, handles: readonly string[] | null | undefined): Promise<void> {
  const found = await Promise.all((handles ?? []).map((handle) => findLiveMerchant(ctx, handle)));
  const unknown = found.findIndex((merchant) => merchant === null);
  if (unknown >= 0) throw fail(400, 'invalid_request', `There is no merchant "${handles?.[unknown] ?? ''}".`, { param: toJsonPath(['merchants', unknown]) });
}

/** An agent's public keys; 400 invalid_request for anything else. */
export async function readKeys(jwks: unknown): Promise<ClientKeys> {
  const keys = await parseClientKeys(jwks);
  if (keys) return keys;
  throw fail(400, 'invalid_request', '$.jwks must hold public keys for token_endpoint_auth_method private_key_jwt.', { param: '$.jwks' });
}

const isLimitList = (value: LimitInput | readonly LimitInput[]): value is readonly LimitInput[] => Array.isArray(value);
