import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import type { Calendar, WindowZones } from './types';

/** The columns of a wallet that make its calendar. */
export type CalendarRow = { time_zone: string; zone_change: ({ at: string } & WindowZones) | null };

export const toCalendar = ({ time_zone: timeZone, zone_change: change }: CalendarRow): Calendar => ({
  timeZone,
  change: change && { at: new Date(change.at), before: { day: change.day, week: change.week, month: change.month } },
});

export async function getCalendar(ctx: Ctx, walletId: string): Promise<Calendar> {
  const [row] = await ctx.db.query<CalendarRow>({
    name: 'spending.calendar',
    text: 'select time_zone, zone_change from wallet where id = $1',
    values: [walletId],
  });
  invariant(row, `wallet ${walletId} exists`);
  return toCalendar(row);
}

/** The wallet must be locked. */
export async function writeCalendar(ctx: Ctx, wallet: { walletId: string; timeZone: string; at: Date; before: WindowZones }): Promise<void> {
  await ctx.db.query({
    name: 'spending.write-calendar',
    text: 'update wallet set time_zone = $2, zone_change = $3 where id = $1',
    values: [wallet.walletId, wallet.timeZone, JSON.stringify({ at: wallet.at.toISOString(), ...wallet.before })],
  });
}
