import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type Storefront } from '@/lib/storefront';
import { decideEta, slotOf } from './decide-eta';
import { decideSlots } from './decide-slots';
import type { KitchenLoad } from './types';

// Paris is an hour ahead of UTC in November.
const storefront: Storefront = {
  merchantId: 'm', status: 'live', address: '', city: '', phone: '', defaultLocale: 'en', publishedLocales: ['en'], prepMinutes: 7, slotCapacity: 5, paymentMethods: ['card', 'wallet'], card: 'available' as const, pages: [], revision: 1,
  hours: { timeZone: 'Europe/Paris', windows: WEEKDAYS.map((day) => ({ day, opensAt: '18:00', closesAt: '22:00' })), exceptions: [], notes: [] },
};
const quiet: KitchenLoad = { paused: false, pausedUntil: null, busyMinutes: 0, openOrders: 0 };
const at = (time: string): Date => new Date(`2026-11-27T${time}Z`);
const eta = (now: string, load: Partial<KitchenLoad> = {}, more: Partial<Storefront> = {}): string =>
  decideEta({ storefront: { ...storefront, ...more }, load: { ...quiet, ...load }, now: at(now) }).toISOString();

describe('decideEta', () => {
  it.each([
    ['prep time from now', '19:00:00', {}, '2026-11-27T19:07:00.000Z'],
    ['up to the full minute', '19:00:01', {}, '2026-11-27T19:08:00.000Z'],
    ['from the next opening', '15:00:00', {}, '2026-11-27T17:07:00.000Z'],
    ['from tomorrow after closing', '21:00:00', {}, '2026-11-28T17:07:00.000Z'],
    ['with the busy delay', '19:00:00', { busyMinutes: 20 }, '2026-11-27T19:27:00.000Z'],
    ['behind one open order: a fifth of a quarter', '19:00:00', { openOrders: 1 }, '2026-11-27T19:10:00.000Z'],
    ['behind as many as a quarter takes: a quarter', '19:00:00', { openOrders: 5 }, '2026-11-27T19:22:00.000Z'],
    ['from the end of a pause', '19:00:00', { paused: true, pausedUntil: at('19:30:00') }, '2026-11-27T19:37:00.000Z'],
    ['from the opening where a pause ends before it', '15:00:00', { paused: true, pausedUntil: at('16:00:00') }, '2026-11-27T17:07:00.000Z'],
    ['from now where nobody knows when a pause ends', '19:00:00', { paused: true }, '2026-11-27T19:07:00.000Z'],
  ])('%s', (_name, now, load, expected) => expect(eta(now, load)).toBe(expected));

  it('does without a queue where a quarter takes nothing, and from now where nothing opens', () => {
    expect(eta('19:00:00', { openOrders: 3 }, { slotCapacity: 0 })).toBe('2026-11-27T19:07:00.000Z');
    expect(eta('19:00:00', {}, { hours: { ...storefront.hours, windows: [] } })).toBe('2026-11-27T19:07:00.000Z');
  });
});

describe('slotOf', () => {
  it.each([['19:00:00', '19:00:00'], ['19:14:59', '19:00:00'], ['19:15:00', '19:15:00']])('%s is in the quarter from %s', (moment, slot) => expect(slotOf(at(moment))).toEqual(at(slot)));
});

describe('decideSlots', () => {
  const slots = (now: string, more: { load?: Partial<KitchenLoad>; from?: string; days?: number; taken?: ReadonlyMap<number, number> } = {}) =>
    decideSlots({ storefront, load: { ...quiet, ...more.load }, now: at(now), from: at(more.from ?? now), days: more.days ?? 1, taken: more.taken ?? new Map() });
  const firstOf = (...given: Parameters<typeof slots>) => slots(...given)[0]?.startsAt.toISOString();

  it('begins after prep time and busy delay, and ends at closing', () => {
    expect(firstOf('19:08:00')).toBe('2026-11-27T19:15:00.000Z');
    expect(firstOf('19:08:01')).toBe('2026-11-27T19:30:00.000Z');
    expect(firstOf('19:08:00', { load: { busyMinutes: 15 } })).toBe('2026-11-27T19:30:00.000Z');
    expect(slots('19:00:00').at(-1)).toEqual({ startsAt: at('20:45:00'), endsAt: at('21:00:00'), left: 5 });
  });

  it('begins with the opening, also of days ahead', () => {
    expect(firstOf('10:00:00')).toBe('2026-11-27T17:00:00.000Z');
    expect(slots('10:00:00')).toHaveLength(16);
    expect(slots('10:00:00', { days: 3 })).toHaveLength(48);
  });

  it('says how many places are left, never fewer than none', () => {
    const taken = new Map([[at('17:00:00').getTime(), 4], [at('17:15:00').getTime(), 6]]);
    expect(slots('10:00:00', { taken }).slice(0, 3).map(({ left }) => left)).toEqual([1, 0, 5]);
  });

  it('offers nothing during a pause, and nothing for an hour while nobody knows its end', () => {
    expect(firstOf('19:00:00', { load: { paused: true, pausedUntil: at('20:00:00') } })).toBe('2026-11-27T20:00:00.000Z');
    expect(firstOf('19:00:00', { load: { paused: true } })).toBe('2026-11-27T20:00:00.000Z');
  });
});
