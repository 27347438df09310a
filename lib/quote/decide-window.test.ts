import { expect, it } from 'vitest';
import { WEEKDAYS, type OpeningHours } from '@/lib/storefront';
import { decideWindow } from './decide-window';

const hours: OpeningHours = { timeZone: 'Europe/Paris', windows: WEEKDAYS.map((day) => ({ day, opensAt: '18:00', closesAt: '23:00' })), exceptions: [], notes: [] };
const now = new Date('2026-01-15T17:30:00Z'); // 18:30 in Paris
const judge = (text: string) => decideWindow(text, { hours, now, readyAt: new Date('2026-01-15T17:40:00Z') });

it.each([
  ['2026-01-15T18:00:00Z/2026-01-15T18:30:00Z', '2026-01-15T18:00:00.000Z'],
  ['2026-01-15T19:00:00+01:00/2026-01-15T19:30:00+01:00', '2026-01-15T18:00:00.000Z'],
  ['2026-01-15T17:30Z/2026-01-15T17:40Z', '2026-01-15T17:30:00.000Z'],
  ['2026-01-28T17:00:00.000Z/2026-01-28T22:00:00.000Z', '2026-01-28T17:00:00.000Z'],
])('%s is good', (text, startsAt) => expect(judge(text)).toMatchObject({ ok: true, value: { startsAt: new Date(startsAt) } }));

it.each([
  ['18:00/18:30', 'not_an_interval'],
  ['2026-01-15T18:00:00/2026-01-15T18:30:00', 'not_an_interval'],
  ['2026-01-15T18:00:00Z', 'not_an_interval'],
  ['2026-01-15T18:00:00Z/PT30M', 'not_an_interval'],
  ['2026-13-45T18:00:00Z/2026-13-45T18:30:00Z', 'not_an_interval'],
  ['2026-01-15T18:30:00Z/2026-01-15T18:00:00Z', 'ends_before_it_starts'],
  ['2026-01-15T18:00:00Z/2026-01-15T18:00:00Z', 'ends_before_it_starts'],
  ['2026-01-15T18:00:00Z/2026-01-17T18:00:00Z', 'too_long'],
  ['2026-01-15T17:29:00Z/2026-01-15T18:00:00Z', 'too_soon'],
  ['2026-01-15T17:30:00Z/2026-01-15T17:39:00Z', 'too_soon'],
  ['2026-01-14T18:00:00Z/2026-01-14T18:30:00Z', 'too_soon'],
  ['2026-02-15T18:00:00Z/2026-02-15T18:30:00Z', 'too_far'],
  ['2026-01-16T10:00:00Z/2026-01-16T10:30:00Z', 'closed'],
  ['2026-01-15T21:30:00Z/2026-01-15T22:15:00Z', 'closed'],
])('%s is not: %s', (text, reason) => expect(judge(text)).toMatchObject({ ok: false, error: { code: 'bad_window', reason } }));

it('of a closed hour it tells when it opens', () => {
  expect(judge('2026-01-16T10:00:00Z/2026-01-16T10:30:00Z')).toMatchObject({ error: { nextOpenAt: new Date('2026-01-16T17:00:00Z') } });
});
