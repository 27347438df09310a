import type { Ctx } from '@/lib/ports';
import { deleteLapsedCarts } from './store';

const BATCH = 500;
const MAX_BATCHES = 20;

/** The job: removes the carts that ran out. They were unknown from the moment on that they did. Safe to run anywhere, at any time. */
export async function expireCarts(ctx: Ctx): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch++) if ((await deleteLapsedCarts(ctx, BATCH)) < BATCH) return;
}
