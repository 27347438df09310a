import { describe, expect, it } from 'vitest';
import { upcomingExceptions, weeklyHours } from './weekly-hours';

const HOURS = {
  timeZone: 'Europe/Paris',
  windows: [{ day: 'tuesday', opensAt: '18:00', closesAt: '24:00' }, { day: 'tuesday', opensAt: '11:30', closesAt: '14:00' }] as const,
  exceptions: [{ date: '2026-12-25', windows: [], note: null }, { date: '2026-12-01', windows: [], note: null }, { date: '2026-11-30', windows: [], note: null }, { date: '2027-01-01', windows: [], note: null }],
  notes: [],
};
const LATE_MONDAY = new Date('2026-11-30T23:30:00Z'); // Tuesday in Paris

it('the week begins on Monday, and today is the merchant’s', () => {
  const week = weeklyHours(HOURS, LATE_MONDAY);
  expect(week.map(({ day }) => day).join(' ')).toBe('monday tuesday wednesday thursday friday saturday sunday');
  expect(week.filter(({ isToday }) => isToday).map(({ day }) => day)).toEqual(['tuesday']);
  expect(week.map(({ windows }) => windows.length)).toEqual([0, 2, 0, 0, 0, 0, 0]);
});

describe('other hours', () => {
  it('are told from today on for a month, the next first', () => expect(upcomingExceptions(HOURS, LATE_MONDAY).map(({ date }) => date)).toEqual(['2026-12-01', '2026-12-25']));
});
