import { describe, expect, it } from 'vitest';
import { addDays, dayIn, toDay } from './day';

describe('a day of the calendar', () => {
  it.each(['2026-02-30', '2026-13-01', '26-01-01', 'today', "2026-11-01'"])('is not %s', (text) => expect(toDay(text)).toBeNull());
  it('is a leap day in a leap year alone', () => expect([toDay('2028-02-29'), toDay('2027-02-29')]).toEqual(['2028-02-29', null]));
  it('depends on where one is', () => {
    const at = new Date('2026-11-27T03:30:00Z');
    expect(['Europe/Paris', 'America/Toronto', 'Pacific/Auckland'].map((zone) => dayIn(zone, at))).toEqual(['2026-11-27', '2026-11-26', '2026-11-27']);
  });
  it('follows another over months, years and the change of clocks', () => {
    expect([addDays('2026-12-31', 1), addDays('2028-03-01', -1), addDays('2026-10-25', 1)]).toEqual(['2027-01-01', '2028-02-29', '2026-10-26']);
  });
});
