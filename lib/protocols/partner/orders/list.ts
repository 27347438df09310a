import { z } from 'zod';
import { answerCoded } from '@/lib/http/coded-failure';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import { decodeCursor, encodeCursor } from '@/lib/kernel/cursor';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { listKitchenOrders, TICKET_STATUSES } from '@/lib/kitchen';
import { toOrderBody } from './to-wire';

export const OrdersQuery = z.strictObject({
  merchantHandle: z.string().regex(MERCHANT_HANDLE, 'must be a handle').optional(),
  status: z.enum(TICKET_STATUSES).optional(),
  limit: z.string().regex(/^\d{1,3}$/, 'must be a whole number').transform(Number).pipe(z.int().min(1).max(100)).optional(),
  cursor: z.string().max(1000).optional(),
});

const DEFAULT_LIMIT = 50;

/** GET /partner/orders?merchantHandle&status&limit&cursor: the newest first, of all merchants unless one is named. An unknown handle has none. */
export const getPartnerOrders: Endpoint = endpoint({
  method: 'GET',
  path: '/partner/orders',
  wire: 'partner',
  credentials: ['partner_key'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request) => {
    const parsed = OrdersQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!parsed.success) {
      const { param, message } = firstIssue(parsed.error);
      throw fail(400, 'invalid_request', message, { param });
    }
    const { merchantHandle = null, status = null, limit = DEFAULT_LIMIT, cursor } = parsed.data;
    const orders = await listKitchenOrders(ctx, { merchantHandle, status, after: cursor === undefined ? null : readCursor(cursor), limit: limit + 1 });
    const page = orders.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = orders.length > limit && last ? encodeCursor(last.placedAt.toISOString(), last.orderId) : null;
    return answerCoded(200, { orders: page.map(toOrderBody), nextCursor });
  },
});

function readCursor(text: string): { placedAt: Date; orderId: string } {
  const [placedAt = '', orderId = ''] = decodeCursor(text, 2) ?? [];
  if (!z.iso.datetime().safeParse(placedAt).success) throw fail(400, 'invalid_request', 'must be a nextCursor of ours', { param: '$.cursor' });
  return { placedAt: new Date(placedAt), orderId };
}
