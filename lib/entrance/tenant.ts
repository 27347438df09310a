import { fail } from '@/lib/http/failure';
import type { Principal, TenantMerchant } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { processWide } from '@/lib/kernel/process-wide';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { findMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';

/** Everything in a call that may name a merchant. Null: it does not. */
export type MerchantClaims = {
  readonly principal: Principal;
  /** Of the public API. One that is a merchant's own names it. */
  readonly publicKey?: { readonly merchantId: string | null } | null;
  /** X-Merchant-Handle; an id is taken too. */
  readonly header: string | null;
  /** Of `/m/{handle}/...`. */
  readonly prefix: string | null;
  /** The Host header: `{handle}.{public host}` names a merchant, any other host none. */
  readonly host: string | null;
  /** The path of an endpoint at which a store sells: it decides which merchant is meant when nothing names one. Null: what is asked for has an id of its own, and need not be at a store. */
  readonly path: string | null;
};

type Known = { readonly id: string; readonly handle: string; readonly currency: string; readonly isLive: boolean };

/**
 * The merchant of a call (rules.md, Tenant). Whatever names one must name the same: 400 tenant_conflict. A name that nobody has is 404
 * unknown_merchant, never another merchant. Where a store sells, so is the name of a draft, unless its own credential calls; what was bought before it went offline is there still.
 */
export async function resolveMerchant(ctx: Ctx, claims: MerchantClaims): Promise<TenantMerchant | null> {
  const names = [claims.header, claims.prefix, handleOfHost(claims.host, ctx.settings.publicOrigin), claims.publicKey?.merchantId ?? null].filter((name) => name !== null);
  const own = await ofPrincipal(ctx, claims.principal);
  const named: Known[] = [];
  for (const name of names) {
    const known = await getByName(ctx, name);
    if (claims.path !== null && !known.isLive && known.id !== own?.id) throw unknownMerchant();
    named.push(known);
  }
  const all = own ? [...named, own] : named;
  const merchant = all[0] ?? (claims.path === null ? null : await getByName(ctx, defaultHandle(claims.path)));
  if (merchant === null) return null;
  if (all.some(({ id }) => id !== merchant.id)) {
    throw fail(400, 'tenant_conflict', 'The credential, X-Merchant-Handle, the path and the host name different merchants.');
  }
  return { id: merchant.id, handle: merchant.handle, currency: merchant.currency, named: named.length > 0 };
}

const defaultHandle = (path: string): string => (path.startsWith('/v1/') ? 'au-comptoir-a-patons' : 'regal-moose');

async function ofPrincipal(ctx: Ctx, principal: Principal): Promise<Known | null> {
  if (principal.kind !== 'merchant_key' && principal.kind !== 'merchant_user') return null;
  const merchant = await findCached(ctx, principal.merchantId);
  invariant(merchant, `merchant ${principal.merchantId} of a credential exists`);
  return merchant;
}

/** By a handle, or a merchant's UUID. */
async function getByName(ctx: Ctx, name: string): Promise<Known> {
  const merchant = MERCHANT_HANDLE.test(name) ? await findCached(ctx, name) : null;
  if (!merchant) throw unknownMerchant();
  return merchant;
}

const unknownMerchant = () => fail(404, 'unknown_merchant', 'No merchant has this handle.');

/** `flower-shop.shop.example` under the public host `shop.example` is the merchant flower-shop's. */
export function handleOfHost(host: string | null, publicOrigin: string): string | null {
  const name = host?.toLowerCase().replace(/:\d+$/, '') ?? '';
  const suffix = `.${new URL(publicOrigin).hostname}`;
  if (!name.endsWith(suffix)) return null;
  const handle = name.slice(0, -suffix.length);
  return handle.includes('.') ? null : handle;
}

const CACHE_SECONDS = 5;
const CACHE_SIZE = 1_000;
const cache = processWide('merchants-by-name', () => new Map<string, { merchant: Known; until: number }>());

/** Remembers for seconds those that were found live; any other is looked for each time, so whoever goes live is there at once. */
async function findCached(ctx: Ctx, name: string): Promise<Known | null> {
  const now = ctx.clock.now().getTime();
  const hit = cache.get(name);
  if (hit && hit.until > now) return hit.merchant;
  const merchant = await findMerchant(ctx, name);
  if (!merchant?.isLive) return merchant;
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(name, { merchant, until: now + CACHE_SECONDS * 1000 });
  return merchant;
}
