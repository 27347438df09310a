import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import { deleteExpired } from './store';

const KEPT_SECONDS = 60 * 60;

/** Clears away ceremonies (they hold sealed sign-ups), tickets, throttles and links that ended an hour ago; a recovery that began stays. For a periodic job. */
export const deleteExpiredSignIns = (ctx: Ctx): Promise<void> => deleteExpired(ctx.db, addSeconds(ctx.clock.now(), -KEPT_SECONDS));
