import { addSeconds } from '@/lib/kernel/clock';
import { isUndeliverable, type Ctx } from '@/lib/ports';
import { MAX_ATTEMPTS, backoffSeconds } from './backoff';
import { recordDelivery, recordFailure } from './store';
import type { Consumers, LeasedEvent } from './types';

export const LEASE_SECONDS = 30;
/** Less than the lease, so that a consumer that hangs has failed before its event is taken over. */
const CONSUMER_TIMEOUT_MS = 25_000;
const MAX_ERROR_LENGTH = 1000;

/**
 * Delivers one event and records its outcome: delivered, due again later, or dead. Throws where that could not be recorded; then the event is leased as before,
 * and delivered again after that.
 */
export async function deliver(ctx: Ctx, consumers: Consumers, event: LeasedEvent, maxAttempts = MAX_ATTEMPTS): Promise<void> {
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
