import { describe, expect, it } from 'vitest';
import { windowKeys } from './window-keys';

describe('windowKeys', () => {
  it.each([
    ['a minute before midnight in Toronto', '2026-12-01T04:59:59Z', 'America/Toronto', 'd:2026-11-30', 'm:2026-11'],
    ['midnight in Toronto, at a month end', '2026-12-01T05:00:00Z', 'America/Toronto', 'd:2026-12-01', 'm:2026-12'],
    ['the hour that comes twice when summer time ends', '2026-11-01T06:30:00Z', 'America/Toronto', 'd:2026-11-01', 'm:2026-11'],
    ['a day of 23 hours in Paris', '2026-03-29T21:59:59Z', 'Europe/Paris', 'd:2026-03-29', 'm:2026-03'],
    ['the end of that day', '2026-03-29T22:00:00Z', 'Europe/Paris', 'd:2026-03-30', 'm:2026-03'],
    ['a zone 14 hours ahead', '2026-12-31T10:00:00Z', 'Pacific/Kiritimati', 'd:2027-01-01', 'm:2027-01'],
  ])('puts %s into its day and month', (_name, at, zone, dayKey, monthKey) => {
    expect(windowKeys(new Date(at), zone)).toEqual({ dayKey, monthKey });
  });
});
