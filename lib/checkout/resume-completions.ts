import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { driveAttempt } from './drive-attempt';
import { leaseSilentAttempts, type Attempt } from './store';

const BATCH = 20;

/**
 * Takes completions whose process fell silent to their end: an order, or a decline. Answers how many it took over. Safe to run anywhere,
 * at any time. Side by side, and each on its own: one that cannot be ended, or takes long, holds up no other.
 */
export async function resumeCompletions(ctx: Ctx): Promise<number> {
  const attempts = await leaseSilentAttempts(ctx, { until: addSeconds(ctx.clock.now(), ctx.settings.completionLeaseSeconds), limit: BATCH });
  await Promise.all(attempts.map((attempt) => resume(ctx, attempt)));
  return attempts.length;
}

async function resume(ctx: Ctx, attempt: Attempt): Promise<void> {
  try {
    await driveAttempt(ctx, attempt, { isNew: false });
  } catch (error) {
    ctx.log.error({ err: error, attemptId: attempt.id }, 'a completion could not be brought to its end; it will be tried again');
  }
}
