import type { Ctx } from '@/lib/ports';
import { deleteDueCards } from './store';

const BATCH = 500;
const MAX_BATCHES = 20;

/** The job: deletes the cards of tokens that were used or have expired a short while ago. What is left tells the brand and the last digits. Safe to run anywhere, at any time. */
export async function deleteCards(ctx: Ctx): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch++) if ((await deleteDueCards(ctx, BATCH)) < BATCH) return;
}
