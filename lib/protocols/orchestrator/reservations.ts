import { z } from 'zod';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { decodeReservationCursor, encodeReservationCursor, listReservations, RESERVATION_STATUSES, type Reservation } from '@/lib/operations';
import { operatorOnly } from './ops';
import { parse } from './read-body';
import { done, respond } from './words';

const PAGE_SIZE = 50;
export const ReservationsQuery = z.object({ status: z.enum(RESERVATION_STATUSES).optional(), overdue: z.enum(['true', 'false']).optional(), merchant: z.string().min(1).max(100).optional(), cursor: z.string().optional() });

/** GET /api/v1/ops/reservations[?status=&overdue=&merchant=&cursor=]: which goods are or were set aside for which checkout. Those that end last come first. The sweep alone frees them. */
export const getReservations: Endpoint = endpoint({
  ...operatorOnly,
  method: 'GET',
  path: '/api/v1/ops/reservations',
  handle: async (ctx, request) => {
    const { status = null, overdue, merchant = null, cursor } = parse(ReservationsQuery, Object.fromEntries(new URL(request.url).searchParams));
    const after = decodeReservationCursor(cursor);
    if (cursor !== undefined && after === null) throw fail(400, 'invalid_request', 'cursor must be a next_cursor of an earlier answer.');
    const found = await listReservations(ctx, { status, overdue: overdue === 'true', merchant, after, limit: PAGE_SIZE + 1 });
    const page = found.slice(0, PAGE_SIZE);
    const last = found.length > PAGE_SIZE ? page.at(-1) : undefined;
    return respond(done({ reservations: page.map(toWire), next_cursor: last ? encodeReservationCursor(last) : null }));
  },
});

const toWire = ({ checkoutId, merchant, item, quantity, status, isOverdue, heldAt, expiresAt, orderId }: Reservation): object => ({
  checkout_id: checkoutId, merchant_id: merchant.id, merchant_handle: merchant.handle, item_id: item.id, item_name: item.name, quantity, status, overdue: isOverdue,
  held_at: heldAt?.toISOString() ?? null, expires_at: expiresAt.toISOString(), order_id: orderId,
});
