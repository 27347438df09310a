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

export type OutboxFigure = { readonly endpoints: number; readonly deliveries: number; readonly perSecond: number; readonly cpuMsPerDelivery: number };

/** As many agents are told of, each in order. */
const AGENTS = 200;

/**
 * How many webhooks a second one worker delivers to a server on this machine that answers at once, all to one endpoint or evenly to several, each of a merchant
 * of its own. Of the dearest kind: signed, posted and kept for the merchant with each try. CPU is that of the worker, which is this process.
 */
export async function measureOutbox(ctx: Ctx, { deliveries, endpoints }: { deliveries: number; endpoints: number }): Promise<OutboxFigure> {
  const sink = await startHttpFloor();
  try {
    const listening: Listening[] = [];
    for (let index = 0; index < endpoints; index++) listening.push(await register(ctx, `${sink.origin}/hooks/${index}`));
    await drainOutbox(ctx);
    await inTransaction(ctx, (tx) => promise(tx, listening, deliveries));
    const [cpuBefore, startedAt] = [cpuSeconds(process.pid), performance.now()];
    const worker = startWorker(ctx, { consumers, jobs: [], listen: () => () => Promise.resolve() });
    await delivered(ctx, listening, deliveries);
    const seconds = (performance.now() - startedAt) / 1000;
    await worker.stop();
    return { endpoints, deliveries, perSecond: deliveries / seconds, cpuMsPerDelivery: ((cpuSeconds(process.pid) - cpuBefore) * 1000) / deliveries };
  } finally {
    await sink.stop();
  }
}

type Listening = { readonly merchantId: string; readonly endpointId: string };

async function register(ctx: Ctx, url: string): Promise<Listening> {
  const { merchantId } = await makeShop(ctx);
  const registered = await registerMerchantEndpoint(ctx, { merchantId, url, events: ['agent.secret_rotated'] });
  invariant(registered.ok, 'a new merchant may register an endpoint');
  return { merchantId, endpointId: registered.value.endpoint.id };
}

async function promise(tx: Ctx, listening: readonly Listening[], deliveries: number): Promise<void> {
  const now = tx.clock.now();
  for (let index = 0; index < deliveries; index++) {
    const to = listening[index % listening.length];
    invariant(to, 'somebody listens');
    const payload: WebhookDelivery = { endpointId: to.endpointId, eventId: newId('event', now.getTime()), type: 'agent.secret_rotated', occurredAt: now.toISOString(), data: { agentId: `agent_${index % AGENTS}` } };
    await emit(tx, { topic: 'webhook.deliver', aggregateId: `${to.endpointId}:${index % AGENTS}`, tenantId: to.merchantId, payload });
  }
}

async function delivered(ctx: Ctx, listening: readonly Listening[], deliveries: number): Promise<void> {
  const count = async (): Promise<number> => {
    const [row] = await ctx.db.query<{ done: number }>({
      name: 'bench.delivered',
      text: `select count(*)::int as done from merchant_webhook_delivery where merchant_id = any($1) and status = 'delivered'`,
      values: [listening.map(({ merchantId }) => merchantId)],
    });
    return row?.done ?? 0;
  };
  while ((await count()) < deliveries) await delay(50);
}
