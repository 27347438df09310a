import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import { openingAt, openSpans, type OpeningHours } from '@/lib/storefront';
import type { PickupWindow, WindowFault } from './types';

/** An order is taken so many days ahead. */
const DAYS_AHEAD = 14;
const LONGEST_SECONDS = 24 * 3600;

type Judged = Result<PickupWindow, { readonly code: 'bad_window'; readonly reason: WindowFault; readonly nextOpenAt?: Date }>;

/**
 * Whether an order can be fetched in a window, `start/end` with a date, a time and an offset each (ISO 8601). Pure. It ends at `readyAt` or later,
 * begins within two weeks, and lies within one stretch of opening hours.
 */
export function decideWindow(text: string, { hours, now, readyAt }: { hours: OpeningHours; now: Date; readyAt: Date }): Judged {
  const window = parseWindow(text);
  if (window === null) return err({ code: 'bad_window', reason: 'not_an_interval' });
  const { startsAt, endsAt } = window;
  if (endsAt <= startsAt) return err({ code: 'bad_window', reason: 'ends_before_it_starts' });
  if (endsAt > addSeconds(startsAt, LONGEST_SECONDS)) return err({ code: 'bad_window', reason: 'too_long' });
  if (endsAt < readyAt || startsAt < now) return err({ code: 'bad_window', reason: 'too_soon' });
  if (startsAt > addSeconds(now, DAYS_AHEAD * 24 * 3600)) return err({ code: 'bad_window', reason: 'too_far' });
  const isWithin = openSpans(hours, startsAt, 2).some(({ from, until }) => from <= startsAt && endsAt <= until);
  if (isWithin) return ok(window);
  const { nextOpenAt } = openingAt(hours, startsAt);
  return err({ code: 'bad_window', reason: 'closed', ...(nextOpenAt && { nextOpenAt }) });
}

const INSTANT = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})`;
const INTERVAL = new RegExp(`^(${INSTANT})/(${INSTANT})$`);

function parseWindow(text: string): PickupWindow | null {
  const [, start = '', end = ''] = INTERVAL.exec(text) ?? [];
  const [startsAt, endsAt] = [new Date(start), new Date(end)];
  return Number.isNaN(startsAt.getTime()) || Number.isNaN(endsAt.getTime()) ? null : { startsAt, endsAt };
}
