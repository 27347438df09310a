import { setTimeout } from 'node:timers/promises';
import { inspector } from '@/lib/operations';
import type { Ctx } from '@/lib/ports';
import type { Shutdown } from './shutdown';

const TURN_MS = 2_000;

/** Follows the inspector's switch, and writes away what this process saw, every two seconds. A fault is told and survived. */
export function startInspector(ctx: Ctx, shutdown: Shutdown): void {
  const stop = new AbortController();
  const turns = follow(ctx, stop.signal);
  shutdown.onStop('inspector', () => {
    stop.abort();
    return turns;
  });
}

/** Ends with a last turn, so that what was seen just before is kept. */
async function follow(ctx: Ctx, signal: AbortSignal): Promise<void> {
  for (;;) {
    await setTimeout(TURN_MS, undefined, { signal, ref: false }).catch(() => undefined);
    await inspector.turn(ctx).catch((error: unknown) => ctx.log.warn({ err: error }, 'the inspector could not write away what it saw'));
    if (signal.aborted) return;
  }
}
