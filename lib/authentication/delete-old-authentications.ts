import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { deleteAuthentications } from './store';

const DAY_SECONDS = 86_400;
/** A result that has run out pays for nothing; a day is for an agent that still reads it. */
const UNUSED_DAYS = 1;
/** That the issuer vouched for a payment is what a merchant answers a chargeback with, and card schemes let one come for up to 540 days. */
const USED_DAYS = 540;
const BATCH = 500;
const MAX_BATCHES = 20;

/** The job: removes authentications a day after they ended, and those that paid 540 days after that. Safe to run anywhere, at any time. */
export async function deleteOldAuthentications(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  const query = { unusedBefore: addSeconds(now, -UNUSED_DAYS * DAY_SECONDS), usedBefore: addSeconds(now, -USED_DAYS * DAY_SECONDS), limit: BATCH };
  for (let batch = 0; batch < MAX_BATCHES; batch++) if ((await deleteAuthentications(ctx, query)) < BATCH) return;
}
