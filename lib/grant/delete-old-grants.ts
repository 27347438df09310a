import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { deleteGrantsBefore } from './store';

const KEPT_SECONDS = 24 * 60 * 60;

/** Forgets what nobody answered, or what was denied, a day after its time. */
export const deleteOldGrants = (ctx: Ctx): Promise<void> => deleteGrantsBefore(ctx, addSeconds(ctx.clock.now(), -KEPT_SECONDS));
