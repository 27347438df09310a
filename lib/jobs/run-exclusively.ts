import { inTransaction, type Ctx } from '@/lib/ports';
import { tryLockJob } from './store';
import type { PeriodicJob } from './types';

/**
 * Runs a job unless another process is at it. The lock is held by a transaction that does nothing else, so it cannot outlive its
 * process; the job itself works outside it. False when another process had the lock.
 */
export function runExclusively(ctx: Ctx, job: PeriodicJob): Promise<boolean> {
  return inTransaction(ctx, async (lock) => {
    if (!(await tryLockJob(lock, job.name))) return false;
    await job.run(ctx);
    return true;
  });
}
