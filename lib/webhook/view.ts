import type { Ctx } from '@/lib/ports';
import { ORDER_EVENTS, PAYMENT_EVENTS, type DeliveryStatus, type MerchantEventType } from './types';

/** The merchant's events, as its pages sort them. */
export const DELIVERY_GROUPS = {
  orders: ORDER_EVENTS,
  payments: PAYMENT_EVENTS,
  agents: ['token.revoked', 'agent.deactivated', 'agent.secret_rotated'],
} as const satisfies Record<string, readonly MerchantEventType[]>;
export type DeliveryGroup = keyof typeof DELIVERY_GROUPS;

export type DeliveryRow = {
  readonly id: string;
  readonly type: MerchantEventType;
  readonly url: string;
  readonly status: DeliveryStatus;
  readonly attemptCount: number;
  readonly orderId: string | null;
  readonly createdAt: Date;
};

export type AttemptView = {
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly responseStatus: number | null;
  readonly responseBody: string | null;
  readonly error: string | null;
  readonly resent: boolean;
};

export type DeliveryDetailView = DeliveryRow & {
  readonly eventId: string;
  readonly body: string;
  /** It can be sent again only while its endpoint is there. */
  readonly endpointIsThere: boolean;
  /** Newest first. */
  readonly attempts: readonly AttemptView[];
};

type Row = { id: string; type: MerchantEventType; url: string; status: DeliveryStatus; attempt_count: number; order_id: string | null; created_at: Date };

const COLUMNS = 'd.id, d.type, d.url, d.status, d.attempt_count, d.order_id, d.created_at';
const PAGE_SIZE = 25;
const ATTEMPTS_SHOWN = 50;

const toRow = (row: Row): DeliveryRow => ({
  id: row.id,
  type: row.type,
  url: row.url,
  status: row.status,
  attemptCount: row.attempt_count,
  orderId: row.order_id,
  createdAt: row.created_at,
});

/** What a merchant's endpoints were posted, newest first, 25 to a page; `cursor` is the last id of the page before. */
export async function loadDeliveries(
  ctx: Ctx,
  query: { merchantId: string; status?: DeliveryStatus; group?: DeliveryGroup; orderId?: string; cursor?: string },
): Promise<{ deliveries: DeliveryRow[]; nextCursor: string | null }> {
  const rows = await ctx.db.query<Row>({
    name: 'webhook.list-deliveries',
    text: `select ${COLUMNS} from merchant_webhook_delivery d
            where d.merchant_id = $1 and ($2::text is null or d.status = $2) and ($3::text[] is null or d.type = any($3))
              and ($4::text is null or d.order_id = $4) and ($5::text is null or d.id < $5)
            order by d.id desc limit ${PAGE_SIZE + 1}`,
    values: [query.merchantId, query.status ?? null, query.group ? [...DELIVERY_GROUPS[query.group]] : null, query.orderId ?? null, query.cursor ?? null],
  });
  const deliveries = rows.slice(0, PAGE_SIZE).map(toRow);
  return { deliveries, nextCursor: rows.length > PAGE_SIZE ? (deliveries.at(-1)?.id ?? null) : null };
}

/** One delivery of this merchant with its last attempts, or null: another's is as unknown as none. */
export async function loadDelivery(ctx: Ctx, query: { merchantId: string; id: string }): Promise<DeliveryDetailView | null> {
  const rows = await ctx.db.query<Row & { event_id: string; body: string; endpoint_is_there: boolean }>({
    name: 'webhook.delivery-detail',
    text: `select ${COLUMNS}, d.event_id, d.body,
                  exists (select from merchant_webhook_endpoint e where e.merchant_id = d.merchant_id and e.id = d.endpoint_id) as endpoint_is_there
             from merchant_webhook_delivery d where d.merchant_id = $1 and d.id = $2`,
    values: [query.merchantId, query.id],
  });
  const row = rows[0];
  if (!row) return null;
  return { ...toRow(row), eventId: row.event_id, body: row.body, endpointIsThere: row.endpoint_is_there, attempts: await loadAttempts(ctx, query) };
}

async function loadAttempts(ctx: Ctx, query: { merchantId: string; id: string }): Promise<AttemptView[]> {
  const rows = await ctx.db.query<{
    number: number;
    at: Date;
    duration_ms: number;
    response_status: number | null;
    response_body: string | null;
    error: string | null;
    resent: boolean;
  }>({
    name: 'webhook.attempts',
    text: `select number, at, duration_ms, response_status, response_body, error, resent from merchant_webhook_attempt
            where merchant_id = $1 and delivery_id = $2 order by number desc limit ${ATTEMPTS_SHOWN}`,
    values: [query.merchantId, query.id],
  });
  return rows.map((row) => ({
    number: row.number,
    at: row.at,
    durationMs: row.duration_ms,
    responseStatus: row.response_status,
    responseBody: row.response_body,
    error: row.error,
    resent: row.resent,
  }));
}
