import { Unavailable, type Ctx } from '@/lib/ports';
import { BANK_NAME, type BankId } from './banks';
import { setDownSince } from './store';

/** Ends what is under way when a bank cannot be reached: nothing of it is booked. */
export function requireUp({ bank, downSince }: { bank: BankId; downSince: Date | null }): void {
  if (downSince !== null) throw new Unavailable(`${BANK_NAME[bank]} does not answer.`);
}

/** For demonstrations and tests: makes a bank unreachable, or reachable again. What it booked stands. */
export const switchBank = (ctx: Ctx, { bank, isUp }: { bank: BankId; isUp: boolean }): Promise<void> => setDownSince(ctx.db, bank, isUp ? null : ctx.clock.now());
