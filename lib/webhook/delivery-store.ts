import { invariant } from '@/lib/kernel/invariant';
import { sharedStatement, type Ctx } from '@/lib/ports';
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

type NewDelivery = Omit<MerchantDelivery, 'status' | 'attemptCount' | 'orderId'>;

const keyOf = ({ endpointId, eventId }: Pick<MerchantDelivery, 'endpointId' | 'eventId'>): string => `${endpointId} ${eventId}`;

/** The delivery of an event to an endpoint: the one that there is, or else this one, written together with those beside it. */
export const keepDelivery = sharedStatement<NewDelivery, MerchantDelivery>({
  keyOf,
  run: async ({ db }, deliveries) => {
    const rows = await db.query<DeliveryRow>({
      name: 'webhook.keep-deliveries',
      // An update of nothing: what is there is answered too, whoever wrote it and however shortly before.
      text: `insert into merchant_webhook_delivery (merchant_id, id, endpoint_id, url, event_id, type, body, status, created_at)
             select r."merchantId", r.id, r."endpointId", r.url, r."eventId", r.type, r.body, 'pending', r."createdAt"
               from jsonb_to_recordset($1) as r("merchantId" text, id text, "endpointId" text, url text, "eventId" text, type text, body text, "createdAt" timestamptz)
                 on conflict (endpoint_id, event_id) do update set event_id = excluded.event_id
             returning ${COLUMNS}`,
      values: [JSON.stringify(deliveries)],
    });
    const kept = new Map(rows.map((row) => [`${row.endpoint_id} ${row.event_id}`, toDelivery(row)]));
    return deliveries.map((delivery) => {
      const found = kept.get(keyOf(delivery));
      invariant(found, `the delivery of ${delivery.eventId} is written`);
      return found;
    });
  },
});

/** So much of an answer is kept. */
const KEPT_CHARACTERS = 2_000;

/** PostgreSQL's text has no NUL. */
const keep = (text: string): string => text.replaceAll('\0', '\ufffd').slice(0, KEPT_CHARACTERS).toWellFormed();

/** Writes an attempt under the delivery's next number, and how the delivery stands after it. What was delivered stays delivered. */
export const recordAttempt = (ctx: Pick<Ctx, 'db'>, { merchantId, id }: Pick<MerchantDelivery, 'id' | 'merchantId'>, { at, durationMs, answer, resent }: AttemptOutcome, status: DeliveryStatus): Promise<void> =>
  recordAttempts(ctx, {
    merchantId, id, at, durationMs, resent, status,
    responseStatus: 'status' in answer ? answer.status : null,
    responseBody: 'status' in answer ? keep(answer.text) : null,
    error: 'error' in answer ? keep(answer.error) : null,
  });

type Attempt = Pick<MerchantDelivery, 'id' | 'merchantId' | 'status'> &
  Omit<AttemptOutcome, 'answer'> & { readonly responseStatus: number | null; readonly responseBody: string | null; readonly error: string | null };

/** Those that end side by side are written together; of one delivery one after the other, each under its own number. */
const recordAttempts = sharedStatement<Attempt, void>({
  keyOf: ({ id }) => id,
  run: async ({ db }, attempts) => {
    await db.query({
      name: 'webhook.record-attempts',
      text: `with tried as (
               select * from jsonb_to_recordset($1) as r("merchantId" text, id text, at timestamptz, "durationMs" int, "responseStatus" int, "responseBody" text, error text, resent boolean, status text)
             ), numbered as (
               update merchant_webhook_delivery d
                  set attempt_count = d.attempt_count + 1, last_attempt_at = r.at, status = case when d.status = 'delivered' then d.status else r.status end
                 from tried r where d.merchant_id = r."merchantId" and d.id = r.id returning d.id, d.attempt_count
             )
             insert into merchant_webhook_attempt (merchant_id, delivery_id, number, at, duration_ms, response_status, response_body, error, resent)
             select r."merchantId", r.id, n.attempt_count, r.at, r."durationMs", r."responseStatus", r."responseBody", r.error, r.resent from numbered n join tried r on r.id = n.id`,
      values: [JSON.stringify(attempts)],
    });
    return attempts.map(() => undefined);
  },
});

/** Removes deliveries from before a moment with their attempts, at most `limit`. Answers how many. */
export async function deleteDeliveriesBefore(ctx: Ctx, { before, limit }: { before: Date; limit: number }): Promise<number> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'webhook.delete-old-deliveries',
    text: `delete from merchant_webhook_delivery where id in (select id from merchant_webhook_delivery where created_at < $1 order by created_at limit $2) returning id`,
    values: [before, limit],
  });
  return rows.length;
}
