import { describe, expect, it } from 'vitest';
import type { Calendar } from './types';
import { windowKeys, windowZones } from './window-keys';

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
    expect(windowKeys(new Date(at), { timeZone: zone, change: null })).toEqual({ dayKey, weekKey, monthKey });
  });
});

describe('a change of zone', () => {
  /** The calendar after moving from one zone to another at a moment. */
  const moved = (from: Calendar, timeZone: string, at: string): Calendar => ({ timeZone, change: { at: new Date(at), before: windowZones(new Date(at), from) } });
  const TORONTO: Calendar = { timeZone: 'America/Toronto', change: null };
  const toParis = moved(TORONTO, 'Europe/Paris', '2026-11-19T04:00:00Z'); // Wednesday, 23:00 in Toronto, Thursday in Paris

  it.each([
    ['changes no window at that moment', '2026-11-19T04:00:00Z', 'd:2026-11-18', 'w:2026-W47', 'm:2026-11'],
    ['finishes the day by the old calendar', '2026-11-19T04:59:59Z', 'd:2026-11-18', 'w:2026-W47', 'm:2026-11'],
    ['begins the next day then', '2026-11-19T05:00:00Z', 'd:2026-11-19', 'w:2026-W47', 'm:2026-11'],
    ['cuts days by the new one from there', '2026-11-19T23:00:00Z', 'd:2026-11-20', 'w:2026-W47', 'm:2026-11'],
    ['finishes the week by the old calendar', '2026-11-23T04:59:59Z', 'd:2026-11-23', 'w:2026-W47', 'm:2026-11'],
    ['and begins the next week then', '2026-11-23T05:00:00Z', 'd:2026-11-23', 'w:2026-W48', 'm:2026-11'],
    ['cuts weeks by the new one from there', '2026-11-29T23:00:00Z', 'd:2026-11-30', 'w:2026-W49', 'm:2026-11'],
    ['finishes the month by the old calendar', '2026-12-01T04:59:59Z', 'd:2026-12-01', 'w:2026-W49', 'm:2026-11'],
    ['and cuts months by the new one from there', '2026-12-31T23:00:00Z', 'd:2027-01-01', 'w:2026-W53', 'm:2027-01'],
  ])('%s', (_name, at, dayKey, weekKey, monthKey) => {
    expect(windowKeys(new Date(at), toParis)).toEqual({ dayKey, weekKey, monthKey });
  });

  it('to the west keeps the day that is over until the new zone has its midnight too', () => {
    const toToronto = moved({ timeZone: 'Europe/Paris', change: null }, 'America/Toronto', '2026-11-18T12:00:00Z');
    const dayAt = (at: string) => windowKeys(new Date(at), toToronto).dayKey;
    expect(['2026-11-18T22:59:59Z', '2026-11-18T23:00:00Z', '2026-11-19T04:59:59Z', '2026-11-19T05:00:00Z'].map(dayAt)).toEqual([
      'd:2026-11-18', 'd:2026-11-18', 'd:2026-11-18', 'd:2026-11-19',
    ]);
  });

  it('changes no window at that moment either when the one before it is not in force yet', () => {
    const toTokyo = moved(toParis, 'Asia/Tokyo', '2026-11-19T22:00:00Z'); // Paris' Thursday, in Toronto's week and month
    expect(windowKeys(new Date('2026-11-19T22:00:00Z'), toTokyo)).toEqual(windowKeys(new Date('2026-11-19T22:00:00Z'), toParis));
    expect(windowZones(new Date('2026-11-19T22:59:59Z'), toTokyo)).toEqual({ day: 'Europe/Paris', week: 'America/Toronto', month: 'America/Toronto' });
    expect(windowZones(new Date('2026-11-19T23:00:00Z'), toTokyo)).toEqual({ day: 'Asia/Tokyo', week: 'America/Toronto', month: 'America/Toronto' });
    expect(windowZones(new Date('2026-12-01T05:00:00Z'), toTokyo)).toEqual({ day: 'Asia/Tokyo', week: 'Asia/Tokyo', month: 'Asia/Tokyo' });
  });
});
