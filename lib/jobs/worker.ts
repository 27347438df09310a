import pLimit from 'p-limit';
import type { Ctx } from '@/lib/ports';
import { runExclusively } from './run-exclusively';
import type { Consumers, Lane, PeriodicJob } from './types';
import { openWindow } from './window';

const POLL_MS = 2_000;
/**
 * A job holds one connection for its lock and works on another, so all at once would each hold one and wait for the second. Those that are
 * due wait here instead; one that is slow holds up one place.
 */
const JOBS_AT_ONCE = 3;

/** Webhooks, pushes and feeds are answered by servers of others: one that hangs holds up no other, and no mail and no capture. */
const FOREIGN: readonly string[] = ['webhook.deliver', 'order-event.deliver', 'push.deliver', 'feed.publish'];
/** So are mails and text messages, all by one server each. */
const MESSAGES: readonly string[] = ['mail.send', 'sms.send'];
const PLACES = 25;
/** What webhooks wait for is the answers of others, and what is under way side by side shares its statements (ADR 0057). One receiver takes a quarter of these at most (ADR 0058). */
const FOREIGN_PLACES = 256;
const LANES: readonly Lane[] = [
  { topics: [...FOREIGN, ...MESSAGES], holds: 'all others', places: PLACES },
  { topics: MESSAGES, holds: 'these', places: PLACES },
  { topics: FOREIGN, holds: 'these', places: FOREIGN_PLACES, receiversShare: true },
];

export type Worker = {
  /** Takes no more events; resolves when those under way have their outcome. */
  readonly stop: () => Promise<void>;
};

export type WorkerOptions = {
  readonly consumers: Consumers;
  readonly jobs: readonly PeriodicJob[];
  /** Calls back when events may be due, and answers how to end that. A missed call costs one poll interval, no event. */
  readonly listen: (wake: () => void) => () => Promise<void>;
};

/** Relays the outbox and runs the periodic jobs until it is stopped. Any number of workers may run beside each other. */
export function startWorker(ctx: Ctx, options: WorkerOptions): Worker {
  const relays = LANES.map((lane) => startRelay(ctx, options.consumers, lane));
  const admit = pLimit(JOBS_AT_ONCE);
  const jobs = options.jobs.map((job) => {
    const each: Loop = loop({
      everyMs: job.everySeconds * 1000,
      work: () => admit(async () => (each.isStopped() ? undefined : runExclusively(ctx, job))),
      onFault: faultLogger(ctx, job.name),
    });
    return each;
  });
  const unlisten = options.listen(() => relays.forEach((relay) => relay.nudge()));
  return {
    stop: async () => {
      await Promise.all([unlisten(), ...relays.map((relay) => relay.stop()), ...jobs.map((job) => job.stop())]);
    },
  };
}

/** Takes of a lane what is due, whenever something may be and at least once a poll interval. */
function startRelay(ctx: Ctx, consumers: Consumers, lane: Lane): { readonly nudge: () => void; readonly stop: () => Promise<void> } {
  const onFault = faultLogger(ctx, 'outbox relay');
  const window = openWindow(ctx, consumers, lane, { onDue: () => relay.wake(), onFault });
  const relay: Loop = loop({ everyMs: POLL_MS, work: window.take, onFault });
  return {
    nudge: window.nudge,
    stop: async () => {
      await relay.stop();
      await window.settled();
    },
  };
}

const faultLogger = (ctx: Ctx, name: string) => (error: unknown) => ctx.log.error({ err: error, job: name }, 'background work failed');

type Loop = { readonly wake: () => void; readonly stop: () => Promise<void>; readonly isStopped: () => boolean };

/** Runs `work` at once, then every `everyMs` after it ended, sooner when woken, never twice at a time. A fault is reported and survived. */
function loop({ everyMs, work, onFault }: { everyMs: number; work: () => Promise<unknown>; onFault: (error: unknown) => void }): Loop {
  let stopped = false;
  let woken = false;
  const isStopped = () => stopped;
  const mayPause = () => !stopped && !woken;
  let endPause: () => void = () => undefined;

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!isStopped()) {
      woken = false;
      await work().catch(onFault);
      if (mayPause()) await pause();
    }
  };
  const done = Promise.resolve().then(run);
  return {
    wake: () => {
      woken = true;
      endPause();
    },
    stop: async () => {
      stopped = true;
      endPause();
      await done;
    },
    isStopped,
  };
}
