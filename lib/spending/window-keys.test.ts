import { describe, expect, it } from 'vitest';
import { windowKeys } from './window-keys';

describe('windowKeys', () => {
  it.each([
    ['a minute before midnight in Toronto', '2026-12-01T04:59:59Z', 'America/Toronto', 'd:2026-11-30', 'w:2026-W49', 'm:2026-11'],
    ['midnight in Toronto, at a month end', '2026-12-01T05:00:00Z', 'America/Toronto', 'd:2026-12-01', 'w:2026-W49', 'm:2026-12'],
    ['the hour that comes twice when summer time ends', '2026-11-01T06:30:00Z', 'America/Toronto', 'd:2026-11-01', 'w:2026-W44', 'm:2026-11'],
    ['a day of 23 hours in Paris', '2026-03-29T21:59:59Z', 'Europe/Paris', 'd:2026-03-29', 'w:2026-W13', 'm:2026-03'],
    ['the end of that day', '2026-03-29T22:00:00Z', 'Europe/Paris', 'd:2026-03-30', 'w:2026-W14', 'm:2026-03'],
    ['a zone 14 hours ahead', '2026-12-31T10:00:00Z', 'Pacific/Kiritimati', 'd:2027-01-01', 'w:2026-W53', 'm:2027-01'],
    ['a Sunday at its end', '2026-11-30T04:59:59Z', 'America/Toronto', 'd:2026-11-29', 'w:2026-W48', 'm:2026-11'],
    ['the Monday after it', '2026-11-30T05:00:00Z', 'America/Toronto', 'd:2026-11-30', 'w:2026-W49', 'm:2026-11'],
    ['a new year in the week of the old one', '2027-01-03T12:00:00Z', 'UTC', 'd:2027-01-03', 'w:2026-W53', 'm:2027-01'],
    ['an old year in the week of the new one', '2025-12-29T12:00:00Z', 'UTC', 'd:2025-12-29', 'w:2026-W01', 'm:2025-12'],
  ])('puts %s into its day, week and month', (_name, at, zone, dayKey, weekKey, monthKey) => {
    expect(windowKeys(new Date(at), zone)).toEqual({ dayKey, weekKey, monthKey });
  });
});
