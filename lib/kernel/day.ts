import { dateFormat } from './formats';
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** A day of the calendar as `YYYY-MM-DD`, or null when there is no such day. */
export function toDay(text: string): string | null {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return null;
  const at = midnight(text);
  return Number.isNaN(at.getTime()) || dayOf(at) !== text ? null : text;
}

/** The day that it is in a time zone (IANA) at an instant. */
export const dayIn = (timeZone: string, at: Date): string => dateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** The day so many days later, or earlier. */
export function addDays(day: string, days: number): string {
  const at = midnight(day);
  at.setUTCDate(at.getUTCDate() + days);
  return dayOf(at);
}
