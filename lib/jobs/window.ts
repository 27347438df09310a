import type { Ctx } from '@/lib/ports';
import { deliver, LEASE_SECONDS } from './deliver';
import { nextHandful } from './handful';
import { leaseDueEvents } from './store';
import type { Consumers, Lane, LeasedEvent } from './types';

/** When so many are done there is more to lease, whatever hangs beside them; */
const ENOUGH = 48;
/** after so long what is free is leased, however few places that are, */
const PACE_MS = 200;
/** and after so many times as long as leasing took: what a receiver that is not asked has waiting is read past each time. */
const PACE_TIMES = 4;

/** The events of one lane that are under way in this process. */
export type Window = {
  /** Leases a handful of due events, starts to deliver them, and answers how many they are. Not twice at a time. */
  readonly take: () => Promise<number>;
  /** Events may be due: calls `onDue` at once where most of what was under way is done, and otherwise soon. */
  readonly nudge: () => void;
  /** Resolves when all that is under way has its outcome. */
  readonly settled: () => Promise<void>;
};

/**
 * Delivers a lane's events as its places become free, so that none waits for the slowest beside it. At least once: a process that dies between a
 * delivery and its record leaves the event to another, after the lease. `onDue` is called when it is time to take more, `onFault` for each outcome that could not be recorded.
 */
export function openWindow(ctx: Ctx, consumers: Consumers, lane: Lane, { onDue, onFault }: { onDue: () => void; onFault: (error: unknown) => void }): Window {
  const held = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let startedWith = 0;
  let askedAt = performance.now();
  let paceMs = PACE_MS;
  let timer: NodeJS.Timeout | undefined;

  const pace = () => (timer ??= setTimeout(onDue, Math.max(0, askedAt + paceMs - performance.now())));
  const unpace = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const nudge = () => (underWay.size * 4 <= startedWith || startedWith - underWay.size >= ENOUGH ? onDue() : void pace());
  const run = async (event: LeasedEvent): Promise<void> => {
    const receiver = receiverOf(event);
    held.set(receiver, (held.get(receiver) ?? 0) + 1);
    await deliver(ctx, consumers, event).catch(onFault);
    const left = (held.get(receiver) ?? 0) - 1;
    if (left > 0) held.set(receiver, left);
    else held.delete(receiver);
  };
  const start = (event: LeasedEvent): void => {
    const delivery = run(event).finally(() => {
      underWay.delete(delivery);
      nudge();
    });
    underWay.add(delivery);
  };
  return {
    take: async () => {
      unpace();
      const { limit, except } = nextHandful(lane, held);
      if (limit === 0) return 0;
      askedAt = performance.now();
      const events = await leaseDueEvents(ctx, { seconds: LEASE_SECONDS, limit, lane, except });
      paceMs = Math.max(PACE_MS, PACE_TIMES * (performance.now() - askedAt));
      events.forEach(start);
      startedWith = underWay.size;
      if (events.length > 0) pace();
      return events.length;
    },
    nudge,
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
      unpace();
    },
  };
}

/** Webhooks and pushes are for `endpoint:subject`. Feeds count as one: each is one run at a time, of many seconds. */
const receiverOf = ({ aggregateId }: LeasedEvent): string => aggregateId.split(':', 1).join('');
