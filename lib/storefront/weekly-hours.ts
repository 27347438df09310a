import { DateTime } from 'luxon';
import { WEEKDAYS, type OpeningException, type OpeningHours, type OpeningWindow, type Weekday } from './types';

export type DayHours = { readonly day: Weekday; readonly isToday: boolean; readonly windows: readonly Omit<OpeningWindow, 'day'>[] };

/** The week as a table, Monday first, in the merchant's zone; exceptions stand apart. */
export function weeklyHours(hours: OpeningHours, at: Date): DayHours[] {
  const today = WEEKDAYS[DateTime.fromJSDate(at, { zone: hours.timeZone }).weekday - 1];
  return WEEKDAYS.map((day) => ({
    day,
    isToday: day === today,
    windows: hours.windows.filter((window) => window.day === day).map(({ opensAt, closesAt }) => ({ opensAt, closesAt })),
  }));
}

const SHOWN_AHEAD_DAYS = 30;

/** The dates from today on that go by other hours, the next first, for a month. */
export function upcomingExceptions(hours: OpeningHours, at: Date): OpeningException[] {
  const today = DateTime.fromJSDate(at, { zone: hours.timeZone });
  const [from, until] = [today.toISODate() ?? '', today.plus({ days: SHOWN_AHEAD_DAYS }).toISODate() ?? ''];
  return hours.exceptions.filter(({ date }) => date >= from && date <= until).sort((a, b) => a.date.localeCompare(b.date));
}
