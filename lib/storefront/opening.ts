import { DateTime } from 'luxon';
import { invariant } from '@/lib/kernel/invariant';
import { WEEKDAYS, type OpeningHours, type OpeningWindow } from './types';

/** From the first moment on, until before the last. */
export type OpenSpan = { readonly from: Date; readonly until: Date };

export type Opening =
  | { readonly isOpen: true; readonly closesAt: Date; readonly nextOpenAt: null }
  /** `nextOpenAt` is null where nothing opens within the days that are looked at. */
  | { readonly isOpen: false; readonly closesAt: null; readonly nextOpenAt: Date | null };

const LOOK_AHEAD_DAYS = 14;

/** Whether it is open at a moment, until when, and otherwise when it next is. Spans that touch count as one: who is open past midnight does not close there. */
export function openingAt(hours: OpeningHours, at: Date): Opening {
  const spans = openSpans(hours, at, LOOK_AHEAD_DAYS);
  const current = spans.find(({ from, until }) => from <= at && at < until);
  if (current) return { isOpen: true, closesAt: current.until, nextOpenAt: null };
  return { isOpen: false, closesAt: null, nextOpenAt: spans.find(({ from }) => from > at)?.from ?? null };
}

/** When it is open from a moment's day on, for so many days, in order and joined where they touch. By the zone's own clock, summer time included. */
export function openSpans(hours: OpeningHours, at: Date, days: number): OpenSpan[] {
  const now = DateTime.fromJSDate(at, { zone: hours.timeZone });
  invariant(now.isValid, `${hours.timeZone} is a time zone`);
  return spansFromDay(hours, now, days).filter(({ until }) => until > at);
}

/** They are the same all day, and reckoning with zones costs more than all else that a quote does: those of the last few hundred merchants are kept. */
const KEPT_MAX = 500;
const kept = new Map<string, readonly OpenSpan[]>();

function spansFromDay(hours: OpeningHours, now: DateTime, days: number): readonly OpenSpan[] {
  const key = JSON.stringify([now.toISODate(), days, hours.timeZone, hours.windows, hours.exceptions]);
  const known = kept.get(key);
  if (known) return known;
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  const spans = reckonSpans(hours, now.startOf('day'), days);
  kept.set(key, spans);
  return spans;
}

function reckonSpans(hours: OpeningHours, today: DateTime, days: number): OpenSpan[] {
  const spans: OpenSpan[] = [];
  // Yesterday's may reach past midnight.
  for (let offset = -1; offset < days; offset += 1) {
    const day = today.plus({ days: offset });
    for (const window of windowsOn(hours, day)) spans.push(toSpan(day, window));
  }
  return join(spans.filter(({ from, until }) => from < until).sort((a, b) => a.from.getTime() - b.from.getTime()));
}

function windowsOn(hours: OpeningHours, day: DateTime): readonly Omit<OpeningWindow, 'day'>[] {
  const exception = hours.exceptions.find(({ date }) => date === day.toISODate());
  if (exception) return exception.windows;
  const weekday = WEEKDAYS[day.weekday - 1];
  return hours.windows.filter((window) => window.day === weekday);
}

function toSpan(day: DateTime, { opensAt, closesAt }: Omit<OpeningWindow, 'day'>): OpenSpan {
  const closingDay = closesAt <= opensAt ? day.plus({ days: 1 }) : day;
  return { from: timeOn(day, opensAt), until: timeOn(closingDay, closesAt) };
}

function timeOn(day: DateTime, time: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const at = hour === 24 ? day.plus({ days: 1 }).startOf('day') : day.set({ hour, minute });
  return at.toJSDate();
}

function join(spans: readonly OpenSpan[]): OpenSpan[] {
  const joined: OpenSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && span.from <= last.until) joined[joined.length - 1] = { from: last.from, until: span.until > last.until ? span.until : last.until };
    else joined.push(span);
  }
  return joined;
}
