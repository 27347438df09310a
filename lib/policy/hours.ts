import { dateFormat } from '@/lib/kernel/formats';
import type { HoursRule, LocalMoment } from './types';

const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const clock = (timeZone: string): Intl.DateTimeFormat => dateFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** What the owner's clock shows. */
export function localMoment(at: Date, timeZone: string): LocalMoment {
  const parts = new Map(clock(timeZone).formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

/** `HH:MM`, up to 24:00, in minutes since midnight. */
export const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether a moment lies in the hours: from is within, until is not. Hours past midnight belong to the day that they begin on. */
export function isWithinHours(rule: HoursRule, { weekday, minute }: LocalMoment): boolean {
  const at = (weekday - 1) * DAY_MINUTES + minute;
  return spansOf(rule).some(({ from, until }) => (at >= from && at < until) || at + WEEK_MINUTES < until);
}

/** The hours of a week in minutes from Monday's midnight; Sunday's may reach beyond its end. */
function spansOf({ days, from, until }: HoursRule): { from: number; until: number }[] {
  const [start, end] = [toMinutes(from), toMinutes(until)];
  return days.map((day) => {
    const midnight = (day - 1) * DAY_MINUTES;
    return { from: midnight + start, until: midnight + (end > start ? end : end + DAY_MINUTES) };
  });
}

/** Whether every minute that `inner` allows is one that `outer` allows. */
export function isWithin(inner: HoursRule, outer: HoursRule): boolean {
  for (let at = 0; at < WEEK_MINUTES; at += 1) {
    const moment = { weekday: Math.floor(at / DAY_MINUTES) + 1, minute: at % DAY_MINUTES };
    if (isWithinHours(inner, moment) && !isWithinHours(outer, moment)) return false;
  }
  return true;
}
