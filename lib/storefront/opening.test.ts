import { describe, expect, it } from 'vitest';
import { openingAt, openSpans } from './opening';
import type { OpeningHours } from './types';

const hours = (more: Partial<OpeningHours> = {}): OpeningHours => ({
  timeZone: 'Europe/Paris',
  windows: [
    { day: 'monday', opensAt: '11:30', closesAt: '14:00' },
    { day: 'monday', opensAt: '18:00', closesAt: '24:00' },
    { day: 'tuesday', opensAt: '00:00', closesAt: '01:00' },
    { day: 'saturday', opensAt: '20:00', closesAt: '02:00' },
  ],
  exceptions: [],
  notes: [],
  ...more,
});
const at = (iso: string) => new Date(iso);

describe('openingAt', () => {
  // 2026-06-01 is a Monday; Paris is two hours ahead of UTC.
  it.each([
    ['2026-06-01T09:29:59Z', false, '2026-06-01T09:30:00.000Z'],
    ['2026-06-01T09:30:00Z', true, '2026-06-01T12:00:00.000Z'],
    ['2026-06-01T12:00:00Z', false, '2026-06-01T16:00:00.000Z'],
    ['2026-06-01T21:59:00Z', true, '2026-06-01T23:00:00.000Z'],
    ['2026-06-01T22:30:00Z', true, '2026-06-01T23:00:00.000Z'],
    ['2026-06-01T23:00:00Z', false, '2026-06-06T18:00:00.000Z'],
    ['2026-06-06T23:59:00Z', true, '2026-06-07T00:00:00.000Z'],
  ])('at %s: open %s, then %s', (moment, isOpen, then) => {
    const opening = openingAt(hours(), at(moment));
    expect([opening.isOpen, (opening.closesAt ?? opening.nextOpenAt)?.toISOString()]).toEqual([isOpen, then]);
  });

  it('goes by the hours of an exception, which may be none', () => {
    const exceptions = [{ date: '2026-06-01', windows: [], note: 'Whit Monday' }, { date: '2026-06-02', windows: [{ opensAt: '09:00', closesAt: '10:00' }], note: null }];
    expect(openingAt(hours({ exceptions }), at('2026-06-01T10:00:00Z'))).toEqual({ isOpen: false, closesAt: null, nextOpenAt: at('2026-06-02T07:00:00Z') });
  });

  it('says that nothing opens where no window is', () => {
    expect(openingAt(hours({ windows: [] }), at('2026-06-01T10:00:00Z'))).toEqual({ isOpen: false, closesAt: null, nextOpenAt: null });
  });

  it('is reckoned anew for other hours, another day and another zone', () => {
    const [monday, tuesday] = [at('2026-06-01T10:00:00Z'), at('2026-06-02T10:00:00Z')];
    const noon = [{ day: 'monday', opensAt: '12:00', closesAt: '14:00' }] as const;
    const opens = (more: Parameters<typeof hours>[0], moment: Date) => openingAt(hours(more), moment).nextOpenAt?.toISOString() ?? null;
    expect(opens({ windows: noon, timeZone: 'UTC' }, monday)).toBe('2026-06-01T12:00:00.000Z');
    expect(opens({ windows: noon, timeZone: 'UTC' }, tuesday)).toBe('2026-06-08T12:00:00.000Z');
    expect(opens({ windows: noon, timeZone: 'America/Toronto' }, monday)).toBe('2026-06-01T16:00:00.000Z');
    expect(opens({ windows: noon, timeZone: 'UTC', exceptions: [{ date: '2026-06-01', windows: [], note: null }] }, monday)).toBe('2026-06-08T12:00:00.000Z');
    expect(opens({ windows: noon, timeZone: 'UTC' }, at('2026-06-01T13:59:59Z')), 'as in the first case, later in the day').toBeNull();
  });

  it('opens by the clock on the wall on the day that summer time begins', () => {
    const always = hours({ windows: [{ day: 'sunday', opensAt: '01:00', closesAt: '04:00' }] });
    expect(openSpans(always, at('2026-03-29T00:00:00Z'), 1)).toEqual([{ from: at('2026-03-29T00:00:00Z'), until: at('2026-03-29T02:00:00Z') }]);
  });
});
