import { processWide } from '@/lib/kernel/process-wide';
import type { WindowKeys } from './types';

const formatters = processWide('spending-window-formatters', () => new Map<string, Intl.DateTimeFormat>());

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  // The Swedish format of a date is ISO 8601's.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(timeZone, made);
  return made;
}

/** The windows that `at` falls into on the owner's calendar; a day may have 23 or 25 hours. */
export function windowKeys(at: Date, timeZone: string): WindowKeys {
  const day = formatterFor(timeZone).format(at);
  return { dayKey: `d:${day}`, monthKey: `m:${day.slice(0, 7)}` };
}
