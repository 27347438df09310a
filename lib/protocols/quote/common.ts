import { cacheable } from '@/lib/http/cacheable';
import { answerCoded } from '@/lib/http/coded-failure';
import type { CredentialKind } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { findMerchant, type Merchant } from '@/lib/merchant';
import { findStorefront, resolveLocale, toLocale, type ResolvedLocale, type Storefront } from '@/lib/storefront';

/** What is anyone's: no credential is looked at. */
export const anyone = { wire: 'quote', credentials: ['none'] satisfies [CredentialKind], scope: null } as const;

/** Prices, hours and what is sold out may change at any moment. */
const MAX_AGE_SECONDS = 5;

/** A public answer. Every header stands in Vary that may name the merchant or change the language that is suggested. */
export const publicAnswer = (request: Request, body: object): Response =>
  cacheable(request, JSON.stringify(body), { contentType: 'application/json', maxAgeSeconds: MAX_AGE_SECONDS, vary: ['accept-language', 'x-api-key', 'x-merchant-handle'] });

/** `{error, errorCode, retryable, details?}` of an operation. */
export const refuse = (status: number, errorCode: string, error: string, { retryable = false, ...more }: { retryable?: boolean; details?: object } & Record<string, unknown> = {}): Response =>
  answerCoded(status, { error, errorCode, retryable, ...more });

export const merchantNotFound = () => fail(404, 'unknown_merchant', 'No storefront has this handle.');

export type OpenStorefront = { readonly merchant: Merchant; readonly storefront: Storefront };

/** A merchant and its live storefront; 404 for one that has none, never another's. */
export async function getStorefront(ctx: RequestCtx, handleOrId: string): Promise<OpenStorefront> {
  const merchant = await findMerchant(ctx, handleOrId);
  const storefront = merchant && (await findStorefront(ctx, merchant.id));
  if (!merchant || storefront?.status !== 'live') throw merchantNotFound();
  return { merchant, storefront };
}

/** `?locale=`, canonical, or null where it is left out; 400 for what is no BCP 47 tag. */
export function readLocale(request: Request): string | null {
  const given = new URL(request.url).searchParams.get('locale');
  if (given === null) return null;
  const locale = toLocale(given);
  if (locale === null) throw fail(400, 'invalid_request', 'locale is no BCP 47 language tag.', { param: 'locale' });
  return locale;
}

/** What is served, of what is asked for and published. */
export const localeOf = (request: Request, storefront: Storefront): ResolvedLocale =>
  resolveLocale(storefront, { requested: readLocale(request), acceptLanguage: request.headers.get('accept-language') });
