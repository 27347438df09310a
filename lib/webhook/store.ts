import { sharedStatement, type Ctx } from '@/lib/ports';
import type { AgentEventType, SignatureScheme, WebhookEndpoint } from './types';

type EndpointRow = { id: string; wallet_id: string; agent_id: string; url: string; events: AgentEventType[]; created_at: Date };

const COLUMNS = 'e.id, e.wallet_id, e.agent_id, e.url, e.events, e.created_at';

const toEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  walletId: row.wallet_id,
  agentId: row.agent_id,
  url: row.url,
  events: row.events,
  createdAt: row.created_at,
});

/** Registrations of one agent go one after the other, so that their number can be bounded. Until the transaction ends. */
export async function lockRegistrations(tx: Ctx, agentId: string): Promise<void> {
  await tx.db.query({ name: 'webhook.lock', text: `select pg_advisory_xact_lock(hashtextextended('webhook:' || $1, 0))`, values: [agentId] });
}

export async function insertEndpoint(ctx: Ctx, endpoint: WebhookEndpoint & { sealedSecret: string }): Promise<void> {
  await ctx.db.query({
    name: 'webhook.insert',
    text: `insert into webhook_endpoint (wallet_id, agent_id, id, url, sealed_secret, events, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [endpoint.walletId, endpoint.agentId, endpoint.id, endpoint.url, endpoint.sealedSecret, endpoint.events, endpoint.createdAt],
  });
}

/** An agent's endpoints, oldest first. There are few: registering bounds them. */
export async function listEndpoints(ctx: Ctx, agentId: string): Promise<WebhookEndpoint[]> {
  const rows = await ctx.db.query<EndpointRow>({
    name: 'webhook.list',
    text: `select ${COLUMNS} from webhook_endpoint e where e.agent_id = $1 order by e.created_at, e.id`,
    values: [agentId],
  });
  return rows.map(toEndpoint);
}

/** Removes an endpoint of this agent; false when it has none of this id. What was promised to it and not yet sent is dropped. */
export async function deleteEndpoint(ctx: Ctx, endpoint: { id: string; agentId: string }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'webhook.delete',
    text: `delete from webhook_endpoint where id = $1 and agent_id = $2 returning id`,
    values: [endpoint.id, endpoint.agentId],
  });
  return rows.length === 1;
}

/** Who listens to this event of this agent. */
export async function listListeners(ctx: Ctx, query: { agentId: string; type: AgentEventType }): Promise<{ id: string; walletId: string }[]> {
  const rows = await ctx.db.query<{ id: string; wallet_id: string }>({
    name: 'webhook.listeners',
    text: `select id, wallet_id from webhook_endpoint where agent_id = $1 and $2 = any(events) order by created_at, id`,
    values: [query.agentId, query.type],
  });
  return rows.map((row) => ({ id: row.id, walletId: row.wallet_id }));
}

/** `merchantId` is null where the endpoint is an agent's. */
export type WebhookTarget = { readonly url: string; readonly sealedSecret: string; readonly merchantId: string | null; readonly signature: SignatureScheme };

type TargetRow = { id: string; url: string; sealed_secret: string; merchant_id: string | null; signature: SignatureScheme };

const toTarget = (row: TargetRow): WebhookTarget => ({ url: row.url, sealedSecret: row.sealed_secret, merchantId: row.merchant_id, signature: row.signature });

/** Where a delivery to an endpoint goes, or null when it goes nowhere any more: the endpoint was removed, or its agent revoked. Read together with those asked for beside it. */
export const findTarget = sharedStatement<string, WebhookTarget | null>({
  run: async ({ db }, endpointIds) => {
    const rows = await db.query<TargetRow>({
      name: 'webhook.targets',
      text: `select e.id, e.url, e.sealed_secret, null as merchant_id, 'webhook' as signature from webhook_endpoint e
               join agent a on a.wallet_id = e.wallet_id and a.id = e.agent_id
              where e.id = any($1) and a.status <> 'revoked'
              union all
             select id, url, sealed_secret, merchant_id, signature from merchant_webhook_endpoint where id = any($1)`,
      values: [[...new Set(endpointIds)]],
    });
    const targets = new Map(rows.map((row) => [row.id, toTarget(row)]));
    return endpointIds.map((id) => targets.get(id) ?? null);
  },
});
