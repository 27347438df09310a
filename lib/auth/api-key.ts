import { sha256Hex } from '@/lib/kernel/hash';
import { newId, randomToken } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { jwksOf, type RequestJwk } from './request-keys';

export type ApiKeyKind = 'merchant' | 'operator' | 'partner';

/** A key that was presented and is in force. `merchantId` is set for a merchant's. */
export type ApiKey = { readonly id: string; readonly kind: ApiKeyKind; readonly merchantId: string | null; readonly scopes: readonly string[]; readonly requestKeys: readonly RequestJwk[] };

const PREFIX: Record<ApiKeyKind, string> = { merchant: 'csk_m_', operator: 'csk_o_', partner: 'csk_p_' };

/**
 * Makes a key and tells it, once: only its SHA-256 is kept. `key` sets a chosen one (AUTH_BEARER_TOKEN); it is the operator's business
 * that it is hard to guess. A key that is known already fails with a unique violation.
 */
export async function issueApiKey(
  ctx: Ctx,
  command: { kind: ApiKeyKind; merchantId: string | null; name: string; scopes: readonly string[]; key?: string },
): Promise<{ keyId: string; key: string }> {
  invariant((command.kind === 'merchant') === (command.merchantId !== null), 'a merchant key has a merchant, no other key has one');
  const now = ctx.clock.now();
  const keyId = newId('apiKey', now.getTime());
  const key = command.key ?? randomToken(PREFIX[command.kind]);
  await ctx.db.query({
    name: 'auth.issue_api_key',
    text: `insert into api_key (id, kind, merchant_id, name, key_hash, scopes, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [keyId, command.kind, command.merchantId, command.name, sha256Hex(key), command.scopes, now],
  });
  return { keyId, key };
}

/** The key's row, or null when it is unknown or revoked. Read on every call: a revoked key stops at once. */
export async function findApiKey(ctx: Ctx, key: string): Promise<ApiKey | null> {
  const [row] = await ctx.db.query<{ id: string; kind: ApiKeyKind; merchant_id: string | null; scopes: string[]; request_keys: unknown }>({
    name: 'auth.find_api_key',
    text: 'select id, kind, merchant_id, scopes, request_keys from api_key where key_hash = $1 and revoked_at is null',
    values: [sha256Hex(key)],
  });
  return row ? { id: row.id, kind: row.kind, merchantId: row.merchant_id, scopes: row.scopes, requestKeys: jwksOf(row.request_keys) } : null;
}

/** Likewise a merchant's key of the configuration (AUTH_BEARER_TOKEN), under the name of who calls with it. */
export async function ensureMerchantKey(ctx: Ctx, { key, merchantId, name }: { key: string; merchantId: string; name: string }): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.query({
    name: 'auth.ensure_merchant_key',
    text: `insert into api_key (id, kind, merchant_id, name, key_hash, scopes, created_at) values ($1, 'merchant', $2, $3, $4, '{}', $5) on conflict (key_hash) do nothing`,
    values: [newId('apiKey', now.getTime()), merchantId, name, sha256Hex(key), now],
  });
}

/** Makes sure that a key of the configuration is known, whoever started before. A key that was revoked stays so. */
export async function ensureOperatorKey(ctx: Ctx, key: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.query({
    name: 'auth.ensure_operator_key',
    text: `insert into api_key (id, kind, name, key_hash, scopes, created_at) values ($1, 'operator', 'OPERATOR_API_KEY', $2, '{}', $3) on conflict (key_hash) do nothing`,
    values: [newId('apiKey', now.getTime()), sha256Hex(key), now],
  });
}
