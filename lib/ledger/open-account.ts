import type { Ctx } from '@/lib/ports';
import { insertAccount } from './store';
import type { NewAccount } from './types';

/** Opens an account under the id its owner chose. Opening it again, also at the same moment, changes nothing. */
export async function openAccount(ctx: Ctx, account: NewAccount): Promise<void> {
  await insertAccount(ctx.db, account, ctx.clock.now());
}
