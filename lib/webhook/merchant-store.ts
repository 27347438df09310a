import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import type { MerchantEventType, MerchantWebhookEndpoint, SignatureScheme, WebhookDelivery } from './types';

type EndpointRow = { id: string; merchant_id: string; url: string; events: MerchantEventType[]; signature: SignatureScheme; created_at: Date };

export async function insertMerchantEndpoint(ctx: Ctx, endpoint: MerchantWebhookEndpoint & { sealedSecret: string }): Promise<void> {
  await ctx.db.query({
    name: 'webhook.insert-of-merchant',
    text: 'insert into merchant_webhook_endpoint (merchant_id, id, url, sealed_secret, events, created_at, signature) values ($1, $2, $3, $4, $5, $6, $7)',
    values: [endpoint.merchantId, endpoint.id, endpoint.url, endpoint.sealedSecret, endpoint.events, endpoint.createdAt, endpoint.signature],
  });
}

/** A merchant's endpoints, oldest first. There are few: registering bounds them. */
export async function listMerchantEndpoints(ctx: Ctx, merchantId: string): Promise<MerchantWebhookEndpoint[]> {
  const rows = await ctx.db.query<EndpointRow>({
    name: 'webhook.list-of-merchant',
    text: 'select id, merchant_id, url, events, signature, created_at from merchant_webhook_endpoint where merchant_id = $1 order by created_at, id',
    values: [merchantId],
  });
  return rows.map((row) => ({ id: row.id, merchantId: row.merchant_id, url: row.url, events: row.events, signature: row.signature, createdAt: row.created_at }));
}

/** Removes an endpoint of this merchant; false when it has none of this id. What was promised to it and not yet sent is dropped. */
export async function deleteMerchantEndpoint(ctx: Ctx, endpoint: { id: string; merchantId: string }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'webhook.delete-of-merchant',
    text: 'delete from merchant_webhook_endpoint where id = $1 and merchant_id = $2 returning id',
    values: [endpoint.id, endpoint.merchantId],
  });
  return rows.length === 1;
}

/** Who listens to this event, of the merchants that the agent paid (rules.md, Webhooks) or of that one alone. */
export async function listMerchantListeners(
  ctx: Ctx,
  query: { agentId: string; type: MerchantEventType; merchantId?: string },
): Promise<{ id: string; merchantId: string }[]> {
  const rows = await ctx.db.query<{ id: string; merchant_id: string }>({
    name: 'webhook.listeners-of-merchants',
    text: `select e.id, e.merchant_id from merchant_webhook_endpoint e
            where $2 = any(e.events) and ($3::text is null or e.merchant_id = $3)
              and exists (select from agent_payment p where p.agent_id = $1 and p.merchant_id = e.merchant_id and p.status = 'completed')
            order by e.created_at, e.id`,
    values: [query.agentId, query.type, query.merchantId ?? null],
  });
  return rows.map((row) => ({ id: row.id, merchantId: row.merchant_id }));
}

/** The promise of `emit`, to each who listens, in one statement that nobody waits for: it stands in the path of every purchase. */
export async function promiseToMerchant(ctx: Ctx, promise: { merchantId: string; subjectId: string; event: Omit<WebhookDelivery, 'endpointId'> }): Promise<void> {
  await ctx.db.write({
    name: 'webhook.promise-to-merchant',
    text: `insert into outbox_event (topic, aggregate_id, tenant_id, payload, next_attempt_at, created_at)
           select 'webhook.deliver', e.id || ':' || $2::text, e.merchant_id, $3::jsonb || jsonb_build_object('endpointId', e.id), $4, $4
             from merchant_webhook_endpoint e where e.merchant_id = $1 and $3::jsonb->>'type' = any(e.events)
            order by e.created_at, e.id`,
    values: [promise.merchantId, promise.subjectId, JSON.stringify(promise.event), ctx.clock.now()],
  });
}

/** The secret that a merchant was made with, sealed. */
export async function getMerchantSecret(ctx: Ctx, merchantId: string): Promise<string> {
  const [row] = await ctx.db.query<{ sealed_secret: string }>({
    name: 'webhook.merchant-secret',
    text: 'select sealed_secret from merchant_webhook_secret where merchant_id = $1',
    values: [merchantId],
  });
  invariant(row, `merchant ${merchantId} has a webhook secret`);
  return ctx.keyring.open(row.sealed_secret, 'merchant.webhook-secret');
}
