import { addSeconds } from '@/lib/kernel/clock';
import { isUndeliverable, type Ctx } from '@/lib/ports';
import { MAX_ATTEMPTS, backoffSeconds } from './backoff';
import { findNewestEventId, leaseDueEvents, recordDelivery, recordFailure } from './store';
import type { Consumers, Lane, LeasedEvent } from './types';

const LEASE_SECONDS = 30;
/** Less than the lease, so that a consumer that hangs has failed before its event is taken over. */
const CONSUMER_TIMEOUT_MS = 25_000;
const BATCH = 25;
const MAX_ERROR_LENGTH = 1000;

/**
 * Delivers one batch of due events, of one lane if it is named, side by side, and answers how many were taken. At least once: a process that dies between a
 * delivery and its record leaves the event to another, after the lease.
 */
export async function relayBatch(ctx: Ctx, consumers: Consumers, lane?: Lane): Promise<number> {
  const events = await leaseDueEvents(ctx, { seconds: LEASE_SECONDS, limit: lane?.batch ?? BATCH, lane });
  await Promise.all(events.map((event) => deliver(ctx, consumers, event)));
  return events.length;
}

/** A hand that is waited for does not work for ever. */
const MAX_EARLY_BATCHES = 20;

/**
 * Delivers what a tenant, or all of them (null), was promised until now, due or not, and answers how many deliveries were tried. Each event is
 * tried once; one that has failed `maxAttempts` times is dead. At most 500.
 */
export async function relayNow(ctx: Ctx, consumers: Consumers, { tenantId, maxAttempts }: { tenantId: string | null; maxAttempts: number }): Promise<number> {
  const upTo = await findNewestEventId(ctx);
  const tried: bigint[] = [];
  for (let batch = 0; batch < MAX_EARLY_BATCHES; batch++) {
    const events = await leaseDueEvents(ctx, { seconds: LEASE_SECONDS, limit: BATCH, early: { upTo, tenantId, except: tried } });
    if (events.length === 0) break;
    await Promise.all(events.map((event) => deliver(ctx, consumers, event, Math.min(maxAttempts, MAX_ATTEMPTS))));
    tried.push(...events.map(({ id }) => id));
  }
  return tried.length;
}

async function deliver(ctx: Ctx, consumers: Consumers, event: LeasedEvent, maxAttempts = MAX_ATTEMPTS): Promise<void> {
  try {
    const consume = consumers[event.topic];
    if (!consume) throw new Error(`no consumer for topic ${event.topic}`);
    await withTimeout(consume(ctx, event));
  } catch (error) {
    await fail(ctx, event, error, maxAttempts);
    return;
  }
  await recordDelivery(ctx, event);
}

async function fail(ctx: Ctx, event: LeasedEvent, error: unknown, maxAttempts: number): Promise<void> {
  const attempts = event.attempts + 1;
  const dead = attempts >= maxAttempts || isUndeliverable(error);
  const detail = { err: error, eventId: event.id, topic: event.topic, aggregateId: event.aggregateId, attempts };
  if (dead) ctx.log.error(detail, 'outbox event is dead');
  else ctx.log.warn(detail, 'outbox event failed, will be tried again');
  await recordFailure(ctx, event, {
    error: (error instanceof Error ? error.message : String(error)).slice(0, MAX_ERROR_LENGTH),
    nextAttemptAt: dead ? null : addSeconds(ctx.clock.now(), backoffSeconds(attempts, Math.random())),
  });
}

async function withTimeout(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no outcome within ${CONSUMER_TIMEOUT_MS} ms`)), CONSUMER_TIMEOUT_MS);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
