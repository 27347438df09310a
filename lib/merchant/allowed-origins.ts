import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';

export const ALLOWED_ORIGINS_MAX = 20;

export type AllowedOriginsError = { readonly code: 'invalid_origin'; readonly index: number } | { readonly code: 'too_many' };

/** URL parsers let more pass, a star among it. */
const HOSTNAME = /^(?:\[[\da-f:.]+\]|[\da-z-]+(?:\.[\da-z-]+)*)$/;

/**
 * An origin as browsers spell it: https, host, and a port that is not 443; nothing behind. This machine's own is taken in test mode, with
 * http.
 */
export function isOrigin(text: string, testMode: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isLoopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return origin === text && HOSTNAME.test(hostname) && (protocol === 'https:' || (testMode && protocol === 'http:' && isLoopback));
}

/** The web pages that may call a merchant's store from a browser, in the order in which they were given. */
export async function listAllowedOrigins(ctx: Ctx, merchantId: string): Promise<readonly string[]> {
  const [row] = await ctx.db.query<{ allowed_origins: string[] }>({ name: 'merchant.allowed_origins', text: 'select allowed_origins from merchant where id = $1', values: [merchantId] });
  return row?.allowed_origins ?? [];
}

/** Replaces them all. Each must be an origin (isOrigin); one that is given twice stays once. */
export async function setAllowedOrigins(ctx: Ctx, { merchantId, origins }: { merchantId: string; origins: readonly string[] }): Promise<Result<readonly string[], AllowedOriginsError>> {
  const wrong = origins.findIndex((origin) => !isOrigin(origin, ctx.settings.testMode));
  if (wrong >= 0) return err({ code: 'invalid_origin', index: wrong });
  const unique = [...new Set(origins)];
  if (unique.length > ALLOWED_ORIGINS_MAX) return err({ code: 'too_many' });
  await ctx.db.query({ name: 'merchant.set_allowed_origins', text: 'update merchant set allowed_origins = $2 where id = $1', values: [merchantId, unique] });
  return ok(unique);
}

/** Whether a page may call this merchant's store; of null: any merchant's. `merchant` is a handle or an id. */
export async function allowsOrigin(ctx: Ctx, merchant: string | null, origin: string): Promise<boolean> {
  const [row] = await ctx.db.query<{ allowed: boolean }>({
    name: 'merchant.allows_origin',
    text: 'select exists (select from merchant where $2 = any(allowed_origins) and ($1::text is null or handle = $1 or id = $1)) as allowed',
    values: [merchant, origin],
  });
  return row?.allowed ?? false;
}
