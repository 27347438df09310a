import type { Ctx } from '@/lib/ports';
import { MAX_ATTEMPTS } from './backoff';
import { deliver, LEASE_SECONDS } from './deliver';
import { findNewestEventId, leaseDueEvents } from './store';
import type { Consumers, Lane } from './types';
import { openWindow } from './window';

const BATCH = 25;
const ALL: Lane = { topics: [], holds: 'all others', places: BATCH };

/** Delivers some of what is due, of all topics, and answers how many events were taken once each has its outcome. Throws the first outcome that could not be recorded. */
export async function relayBatch(ctx: Ctx, consumers: Consumers): Promise<number> {
  const faults: unknown[] = [];
  const window = openWindow(ctx, consumers, ALL, { onDue: () => undefined, onFault: (error) => void faults.push(error) });
  const taken = await window.take();
  await window.settled();
  if (faults.length > 0) throw faults[0];
  return taken;
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
