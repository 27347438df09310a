import { z } from 'zod';
import { answerCoded } from '@/lib/http/coded-failure';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { listKitchenOrders, TICKET_STATUSES } from '@/lib/kitchen';
import { loadPage, PageQuery, readQuery } from '../page';
import { toOrderBody } from './to-wire';

export const OrdersQuery = z.strictObject({
  merchantHandle: z.string().regex(MERCHANT_HANDLE, 'must be a handle').optional(),
  status: z.enum(TICKET_STATUSES).optional(),
  ...PageQuery,
});

/** GET /partner/orders?merchantHandle&status&limit&cursor: the newest first, of all merchants unless one is named. An unknown handle has none. */
export const getPartnerOrders: Endpoint = endpoint({
  method: 'GET',
  path: '/partner/orders',
  wire: 'partner',
  credentials: ['partner_key'],
  scope: null,
  tenant: 'none',
  handle: async (ctx, request) => {
    const { merchantHandle = null, status = null, ...page } = readQuery(request, OrdersQuery);
    const { items, nextCursor } = await loadPage(
      page,
      (after, limit) => listKitchenOrders(ctx, { merchantHandle, status, after: after && { placedAt: after.at, orderId: after.id }, limit }),
      ({ placedAt, orderId }) => ({ at: placedAt, id: orderId }),
    );
    return answerCoded(200, { orders: items.map(toOrderBody), nextCursor });
  },
});
