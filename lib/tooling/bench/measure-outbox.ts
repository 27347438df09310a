import { setTimeout as delay } from 'node:timers/promises';
import { startWorker } from '@/lib/jobs';
import { consumers } from '@/lib/jobs/consumers';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { makeShop } from '@/lib/testing/shop';
import { registerMerchantEndpoint, type WebhookDelivery } from '@/lib/webhook';
import { drainOutbox } from './installation';
import { cpuSeconds } from './process';
import { startHttpFloor } from './processes';

export type OutboxFigure = { readonly deliveries: number; readonly perSecond: number; readonly cpuMsPerDelivery: number };

/** As many agents are told of, each in order. */
const AGENTS = 200;

/**
 * How many webhooks a second one worker delivers to a server on this machine that answers at once. Of the dearest kind: signed, posted and kept for the
 * merchant with each try. CPU is that of the worker, which is this process.
 */
export async function measureOutbox(ctx: Ctx, deliveries: number): Promise<OutboxFigure> {
  const sink = await startHttpFloor();
  try {
    const { merchantId } = await makeShop(ctx);
    const registered = await registerMerchantEndpoint(ctx, { merchantId, url: `${sink.origin}/hooks`, events: ['agent.secret_rotated'] });
    invariant(registered.ok, 'a new merchant may register an endpoint');
    await drainOutbox(ctx);
    await inTransaction(ctx, (tx) => promise(tx, { merchantId, endpointId: registered.value.endpoint.id, deliveries }));
    const [cpuBefore, startedAt] = [cpuSeconds(process.pid), performance.now()];
    const worker = startWorker(ctx, { consumers, jobs: [], listen: () => () => Promise.resolve() });
    await delivered(ctx, merchantId, deliveries);
    const seconds = (performance.now() - startedAt) / 1000;
    await worker.stop();
    return { deliveries, perSecond: deliveries / seconds, cpuMsPerDelivery: ((cpuSeconds(process.pid) - cpuBefore) * 1000) / deliveries };
  } finally {
    await sink.stop();
  }
}

async function promise(tx: Ctx, { merchantId, endpointId, deliveries }: { merchantId: string; endpointId: string; deliveries: number }): Promise<void> {
  const now = tx.clock.now();
  for (let index = 0; index < deliveries; index++) {
    const payload: WebhookDelivery = { endpointId, eventId: newId('event', now.getTime()), type: 'agent.secret_rotated', occurredAt: now.toISOString(), data: { agentId: `agent_${index % AGENTS}` } };
    await emit(tx, { topic: 'webhook.deliver', aggregateId: `${endpointId}:${index % AGENTS}`, tenantId: merchantId, payload });
  }
}

async function delivered(ctx: Ctx, merchantId: string, deliveries: number): Promise<void> {
  const count = async (): Promise<number> => {
    const [row] = await ctx.db.query<{ done: number }>({
      name: 'bench.delivered', text: `select count(*)::int as done from merchant_webhook_delivery where merchant_id = $1 and status = 'delivered'`, values: [merchantId],
    });
    return row?.done ?? 0;
  };
  while ((await count()) < deliveries) await delay(50);
}
