import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import type { AttemptOutcome, DeliveryStatus, MerchantDelivery, MerchantEventType } from './types';

type DeliveryRow = {
  id: string;
  merchant_id: string;
  endpoint_id: string;
  url: string;
  event_id: string;
  type: MerchantEventType;
  order_id: string | null;
  body: string;
  status: DeliveryStatus;
  attempt_count: number;
  created_at: Date;
};

const COLUMNS = 'id, merchant_id, endpoint_id, url, event_id, type, order_id, body, status, attempt_count, created_at';

const toDelivery = (row: DeliveryRow): MerchantDelivery => ({
  id: row.id,
  merchantId: row.merchant_id,
  endpointId: row.endpoint_id,
  url: row.url,
  eventId: row.event_id,
  type: row.type,
  orderId: row.order_id,
  body: row.body,
  status: row.status,
  attemptCount: row.attempt_count,
  createdAt: row.created_at,
});

/** Writes a delivery; false when this endpoint has one of this event. */
export async function insertDelivery(ctx: Ctx, delivery: Omit<MerchantDelivery, 'status' | 'attemptCount'>): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'webhook.insert-delivery',
    text: `insert into merchant_webhook_delivery (merchant_id, id, endpoint_id, url, event_id, type, order_id, body, status, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9) on conflict (endpoint_id, event_id) do nothing returning id`,
    values: [
      delivery.merchantId, delivery.id, delivery.endpointId, delivery.url, delivery.eventId, delivery.type, delivery.orderId, delivery.body, delivery.createdAt,
    ],
  });
  return rows.length === 1;
}

/** A delivery, of this merchant where one is named; null when there is none. */
export async function findDelivery(ctx: Ctx, { id, merchantId }: { id: string; merchantId?: string }): Promise<MerchantDelivery | null> {
  const rows = await ctx.db.query<DeliveryRow>({
    name: 'webhook.find-delivery',
    text: `select ${COLUMNS} from merchant_webhook_delivery where id = $1 and ($2::text is null or merchant_id = $2)`,
    values: [id, merchantId ?? null],
  });
  return rows[0] ? toDelivery(rows[0]) : null;
}

/** The delivery of an event to an endpoint, which is there. */
export async function getDeliveryOf(ctx: Ctx, event: { endpointId: string; eventId: string }): Promise<MerchantDelivery> {
  const rows = await ctx.db.query<DeliveryRow>({
    name: 'webhook.delivery-of',
    text: `select ${COLUMNS} from merchant_webhook_delivery where endpoint_id = $1 and event_id = $2`,
    values: [event.endpointId, event.eventId],
  });
  invariant(rows[0], `the delivery of ${event.eventId} is written`);
  return toDelivery(rows[0]);
}

/** So much of an answer is kept. */
const KEPT_CHARACTERS = 2_000;

/** PostgreSQL's text has no NUL. */
const keep = (text: string): string => text.replaceAll('\0', '\ufffd').slice(0, KEPT_CHARACTERS).toWellFormed();

/** Writes an attempt under the delivery's next number, and how the delivery stands after it. What was delivered stays delivered. */
export async function recordAttempt(ctx: Ctx, delivery: Pick<MerchantDelivery, 'id' | 'merchantId'>, { at, durationMs, answer, resent }: AttemptOutcome, status: DeliveryStatus): Promise<void> {
  await ctx.db.query({
    name: 'webhook.record-attempt',
    text: `with numbered as (
             update merchant_webhook_delivery
                set attempt_count = attempt_count + 1, last_attempt_at = $3, status = case when status = 'delivered' then status else $9 end
              where merchant_id = $1 and id = $2 returning attempt_count
           )
           insert into merchant_webhook_attempt (merchant_id, delivery_id, number, at, duration_ms, response_status, response_body, error, resent)
           select $1, $2, attempt_count, $3, $4, $5, $6, $7, $8 from numbered`,
    values: [
      delivery.merchantId, delivery.id, at, durationMs,
      'status' in answer ? answer.status : null, 'status' in answer ? keep(answer.text) : null, 'error' in answer ? keep(answer.error) : null, resent, status,
    ],
  });
}

/** Removes deliveries from before a moment with their attempts, at most `limit`. Answers how many. */
export async function deleteDeliveriesBefore(ctx: Ctx, { before, limit }: { before: Date; limit: number }): Promise<number> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'webhook.delete-old-deliveries',
    text: `delete from merchant_webhook_delivery where id in (select id from merchant_webhook_delivery where created_at < $1 order by created_at limit $2) returning id`,
    values: [before, limit],
  });
  return rows.length;
}
