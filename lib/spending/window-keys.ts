import { dayIn } from '@/lib/kernel/day';
import type { Calendar, WindowKeys, WindowZones } from './types';

const DAY_MS = 86_400_000;

/** ISO 8601: a week belongs to the year that its Thursday is in. */
function isoWeek(day: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7; // Monday is 0
  const thursday = new Date(midnight + (3 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function keysIn(at: Date, timeZone: string): WindowKeys {
  const day = dayIn(timeZone, at);
  return { dayKey: `d:${day}`, weekKey: `w:${isoWeek(day)}`, monthKey: `m:${day.slice(0, 7)}` };
}

/**
 * The zone that each kind of window is cut by at `at`. A change of zone applies from the next window (rules.md): the day, the week and the
 * month that were under way are finished by the calendar that they began by, so none of them is cut short for a fresh budget.
 */
export function windowZones(at: Date, { timeZone, change }: Calendar): WindowZones {
  if (!change) return { day: timeZone, week: timeZone, month: timeZone };
  const { at: changedAt, before } = change;
  const zoneOf = (kind: keyof WindowZones, key: keyof WindowKeys): string =>
    keysIn(at, before[kind])[key] === keysIn(changedAt, before[kind])[key] ? before[kind] : timeZone;
  return { day: zoneOf('day', 'dayKey'), week: zoneOf('week', 'weekKey'), month: zoneOf('month', 'monthKey') };
}

/** The windows that `at` falls into on the owner's calendar; a day may have 23 or 25 hours, a week begins on Monday. */
export function windowKeys(at: Date, calendar: Calendar): WindowKeys {
  if (!calendar.change) return keysIn(at, calendar.timeZone);
  const zones = windowZones(at, calendar);
  return { dayKey: keysIn(at, zones.day).dayKey, weekKey: keysIn(at, zones.week).weekKey, monthKey: keysIn(at, zones.month).monthKey };
}
