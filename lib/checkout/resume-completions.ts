import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { driveAttempt } from './drive-attempt';
import { leaseSilentAttempts } from './store';

const BATCH = 20;

/** Takes completions whose process fell silent to their end: an order, or a decline. Answers how many it took over. Safe to run anywhere, at any time. */
export async function resumeCompletions(ctx: Ctx): Promise<number> {
  const attempts = await leaseSilentAttempts(ctx, { until: addSeconds(ctx.clock.now(), ctx.settings.completionLeaseSeconds), limit: BATCH });
  for (const attempt of attempts) await driveAttempt(ctx, attempt, { isNew: false });
  return attempts.length;
}
