import { findItems, searchItems, type Item, type ItemQuery } from '@/lib/catalog';
import { cacheable } from '@/lib/http/cacheable';
import { endpoint, type CredentialKind, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { getMerchant, type Merchant } from '@/lib/merchant';
import { refusal } from '../errors';
import { pageOf } from '../paging';
import { toCursor, toItemQuery } from './query';
import { storeUrl, toLinkedList, toLinkedProduct, toProduct, wantsLinkedData } from './to-wire';

/** A checkout prices anew, so a list that is half a minute old misleads nobody for long. */
const MAX_AGE_SECONDS = 30;

const common = {
  wire: 'sacp',
  credentials: ['none', 'merchant_key', 'agent_token'] satisfies [CredentialKind, ...CredentialKind[]],
  scope: 'browse_products',
  tenant: 'merchant',
} as const;

/**
 * GET /api/agent/v1/products[?q=&category=&min_price=&max_price=&in_stock=&sort=&limit=&cursor=]: what the merchant sells; public. As
 * schema.org's ItemList when Accept names application/ld+json. The next page stands in next_cursor and in the Link header.
 */
export const getProducts: Endpoint = endpoint({
  ...common,
  method: 'GET',
  path: '/api/agent/v1/products',
  handle: async (ctx, request) => {
    const merchant = await merchantOf(ctx);
    const query = toItemQuery(request, merchant);
    const { plain, items, nextCursor } = await searchProducts(ctx, merchant, query);
    const { publicOrigin } = ctx.settings;
    return publicAnswer(request, { plain, linked: toLinkedList(items, publicOrigin, merchant) }, nextCursor === null ? {} : { link: nextLink(ctx, request, merchant, nextCursor) });
  },
});

/** GET /api/agent/v1/products/{id}: one of them, as schema.org's Product when Accept names application/ld+json; 404 for what is not for sale. */
export const getProduct: Endpoint = endpoint({
  ...common,
  method: 'GET',
  path: '/api/agent/v1/products/[id]',
  handle: async (ctx, request, { id = '' }) => {
    const merchant = await merchantOf(ctx);
    const item = (await findItems(ctx, merchant.id, [id])).get(id);
    if (!item) return refusal(404, 'not_found', 'The merchant sells no product with this id.', { next_step: 'Choose one of GET /api/agent/v1/products.' });
    const { publicOrigin } = ctx.settings;
    const plain = { merchant_id: merchant.handle, ...toProduct(item, publicOrigin, merchant.handle) };
    return publicAnswer(request, { plain, linked: { '@context': 'https://schema.org', ...toLinkedProduct(item, publicOrigin, merchant) } });
  },
});

export const endpoints: readonly Endpoint[] = [getProducts, getProduct];

/** One page of what a query finds, as the list answers it. */
export async function searchProducts(ctx: RequestCtx, merchant: Merchant, query: ItemQuery): Promise<{ plain: object; items: readonly Item[]; nextCursor: string | null }> {
  const found = await searchItems(ctx, { ...query, limit: query.limit + 1 });
  const { page, last } = pageOf(found, query.limit);
  const nextCursor = last && toCursor(query.sort, last.position);
  const items = page.map(({ item }) => item);
  const plain = {
    merchant_id: merchant.handle,
    products: items.map((item) => toProduct(item, ctx.settings.publicOrigin, merchant.handle)),
    ...(nextCursor === null ? {} : { next_cursor: nextCursor }),
  };
  return { plain, items, nextCursor };
}

function merchantOf(ctx: RequestCtx): Promise<Merchant> {
  invariant(ctx.merchant, 'the entrance resolved the merchant');
  return getMerchant(ctx, ctx.merchant.id);
}

function publicAnswer(request: Request, { plain, linked }: { plain: object; linked: object }, headers: Readonly<Record<string, string>> = {}): Response {
  const asLinked = wantsLinkedData(request.headers.get('accept'));
  return cacheable(request, JSON.stringify(asLinked ? linked : plain), {
    contentType: asLinked ? 'application/ld+json' : 'application/json',
    maxAgeSeconds: MAX_AGE_SECONDS,
    vary: ['accept', 'authorization', 'origin', 'x-merchant-handle'], // authorization and x-merchant-handle may name the merchant
    headers,
  });
}

/** RFC 8288: the same query, a page further. */
function nextLink({ settings }: RequestCtx, request: Request, { handle }: Merchant, cursor: string): string {
  const params = new URL(request.url).searchParams;
  params.set('cursor', cursor);
  return `<${storeUrl(settings.publicOrigin, handle)}/products?${params.toString()}>; rel="next"`;
}
