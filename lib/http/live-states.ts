import { fail } from './failure';
import { sse } from './sse';
import { takeStreamSlot } from './stream-slots';

/** A stream ends after this long, and its reader comes back: with a credential that is looked at anew. */
const MAX_MS = 20 * 60_000;

export type Live<T> = {
  /** Who holds the stream, and how many they may hold in this process. */
  readonly caller: string;
  readonly max: number;
  /** Calls back when there may be something new, until it is ended; at least once after it is sure to miss nothing more. */
  readonly watch: (onChange: () => void) => () => void;
  /** What is so now; null when the reader may see it no more. */
  readonly read: () => Promise<T | null>;
  readonly isLast: (state: T) => boolean;
  /** What is sent of it. */
  readonly toWire: (state: T) => object;
};

/**
 * A stream of what is so: at once, and whenever it became another, until its last. It is read when the stream opens and after each call
 * back, never remembered, so a reader that was away misses nothing; a slow one is told the newest. Throws 429 when the caller holds too many.
 */
export function streamStates<T>(request: Request, live: Live<T>): Response {
  if (request.method === 'HEAD') return sse(request, noStates);
  const release = takeStreamSlot(live.caller, live.max);
  if (!release) throw fail(429, 'rate_limited', `At most ${live.max} streams may be open at once.`, { headers: { 'retry-after': '5' } });
  return sse(request, (signal) => {
    signal.addEventListener('abort', release, { once: true });
    return statesOf(signal, live);
  });
}

async function* noStates(): AsyncGenerator<never> {}

async function* statesOf<T>(signal: AbortSignal, { watch, read, isLast, toWire }: Live<T>): AsyncGenerator<object> {
  const bell = createBell();
  signal.addEventListener('abort', bell.ring, { once: true });
  const over = new AbortController();
  // Not AbortSignal.any: Node 20 may collect such a signal while somebody listens to it, and a stream would outlive the drain.
  const timer = setTimeout(() => (over.abort(), bell.ring()), MAX_MS).unref();
  const unwatch = watch(bell.ring);
  try {
    for (let told = ''; !signal.aborted && !over.signal.aborted; await bell.rung()) {
      const state = await read();
      if (state === null) return;
      const wire = toWire(state);
      const text = JSON.stringify(wire);
      if (text !== told) yield wire;
      if (isLast(state)) return;
      told = text;
    }
  } finally {
    clearTimeout(timer);
    unwatch();
  }
}

/** Any number of rings before it is listened to are one. */
function createBell(): { ring: () => void; rung: () => Promise<void> } {
  let ringing = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      ringing = true;
      wake?.();
    },
    rung: async () => {
      if (!ringing) await new Promise<void>((resolve) => (wake = resolve));
      ringing = false;
      wake = null;
    },
  };
}
