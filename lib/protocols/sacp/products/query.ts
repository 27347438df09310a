import { z } from 'zod';
import { fitsSort, ITEM_SORTS, type ItemPosition, type ItemQuery, type ItemSort } from '@/lib/catalog';
import { fail } from '@/lib/http/failure';
import { decodeCursor, encodeCursor } from '@/lib/kernel/cursor';
import { parseDecimal, type Currency } from '@/lib/kernel/money';
import { badCursor, Paging } from '../paging';
import { parseOrRefuse } from '../read-body';
import { readQuery } from '../read-query';

const PAGE_SIZE = 50;
const PRICE_FAULT = 'must be an amount in major units with no more decimals than the currency has';

const Text = z.string().trim().min(1, 'must not be empty').max(200, 'is too long');

/** GET /api/agent/v1/products: search, filters, order, page. */
export const ProductQuery = z.strictObject({
  q: Text.optional(),
  category: Text.optional(),
  min_price: z.string().optional(),
  max_price: z.string().optional(),
  in_stock: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
  sort: z.enum(ITEM_SORTS, { error: `must be one of ${ITEM_SORTS.join(', ')}` }).default('position'),
  ...Paging,
});

type Catalogue = { readonly id: string; readonly currency: Currency };

/** What a request asks of a merchant's catalogue. Throws 400 naming the parameter that makes no sense. */
export const toItemQuery = (request: Request, merchant: Catalogue): ItemQuery => toQuery(readQuery(request, ProductQuery), merchant);

/** The same of parameters that came by another way, each as text. */
export const readItemQuery = (given: Readonly<Record<string, unknown>>, merchant: Catalogue): ItemQuery => toQuery(parseOrRefuse(ProductQuery, given), merchant);

function toQuery(given: z.output<typeof ProductQuery>, merchant: Catalogue): ItemQuery {
  const minAmount = toAmount('min_price', given.min_price, merchant.currency);
  const maxAmount = toAmount('max_price', given.max_price, merchant.currency);
  if (minAmount !== null && maxAmount !== null && minAmount > maxAmount) {
    throw fail(400, 'invalid_request', '$.min_price must not be above max_price', { param: '$.min_price' });
  }
  return {
    merchantId: merchant.id,
    words: given.q ?? null,
    category: given.category ?? null,
    minAmount,
    maxAmount,
    inStock: given.in_stock === undefined ? null : given.in_stock === 'true',
    sort: given.sort,
    after: given.cursor === undefined ? null : toPosition(given.cursor, given.sort),
    limit: given.limit ?? PAGE_SIZE,
  };
}

function toAmount(name: string, text: string | undefined, currency: Currency): bigint | null {
  if (text === undefined) return null;
  const amount = parseDecimal(text, currency);
  if (amount === null) throw fail(400, 'invalid_request', `$.${name} ${PRICE_FAULT}`, { param: `$.${name}` });
  return amount;
}

/** A cursor is of one order: in another it names no place. */
export const toCursor = (sort: ItemSort, { value, id }: ItemPosition): string => encodeCursor(sort, value, id);

function toPosition(cursor: string, sort: ItemSort): ItemPosition {
  const [of, value = '', id = ''] = decodeCursor(cursor, 3) ?? [];
  const position = { value, id };
  if (of !== sort || !fitsSort(sort, position)) throw badCursor();
  return position;
}
