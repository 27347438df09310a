import { listItems, type Item } from '@/lib/catalog';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { invariant } from '@/lib/kernel/invariant';
import { toDecimal } from '@/lib/kernel/money';
import { answer } from '../errors';

const PAGE_SIZE = 50;

/** GET /api/agent/v1/products[?cursor=]: what the merchant sells; public. `id` is the item id of every wire, `price` in major units. */
export const getProducts: Endpoint = endpoint({
  method: 'GET',
  path: '/api/agent/v1/products',
  wire: 'sacp',
  credentials: ['none', 'merchant_key', 'agent_token'],
  scope: 'browse_products',
  tenant: 'merchant',
  handle: async (ctx, request) => {
    invariant(ctx.merchant, 'the entrance resolved the merchant');
    const cursor = new URL(request.url).searchParams.get('cursor');
    if (cursor !== null && (cursor === '' || cursor.length > 200)) throw fail(400, 'invalid_request', 'cursor is not one of ours.', { param: '$.cursor' });
    const items = await listItems(ctx, { merchantId: ctx.merchant.id, afterId: cursor, limit: PAGE_SIZE + 1 });
    const page = items.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    return answer(200, {
      merchant_id: ctx.merchant.handle,
      products: page.map(toWire),
      ...(items.length > PAGE_SIZE && last ? { next_cursor: last.id } : {}),
    });
  },
});

export const endpoints: readonly Endpoint[] = [getProducts];

const toWire = (item: Item): object => ({
  id: item.id,
  name: item.name,
  description: item.description,
  category: item.category,
  price: toDecimal(item),
  currency: item.currency,
  stock: item.stock === null ? null : Number(item.stock),
  available: item.stock === null || item.stock > 0n,
});
