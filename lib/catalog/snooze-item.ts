import type { Ctx } from '@/lib/ports';
import { clearEndedSnoozes, writeSnooze } from './store';

/** Stands for "until someone says so": no snooze ends there. */
export const SNOOZED_WITHOUT_END = new Date('9999-12-31T00:00:00.000Z');

/** Marks an item out until a moment, or for sale again with null. False where the merchant has no such item. Nobody can buy it before, on any wire. */
export const snoozeItem = (ctx: Ctx, { merchantId, itemId, until }: { merchantId: string; itemId: string; until: Date | null }): Promise<boolean> =>
  writeSnooze(ctx, { merchantId, itemId, until });

/** The job: a snooze ends by the clock without it. It writes down those that ended, so that feeds and kitchens hear that the item is back. */
export const endSnoozes = (ctx: Ctx): Promise<void> => clearEndedSnoozes(ctx);
