import { describe, expect, it } from 'vitest';
import { decideLoosening } from './decide-loosening';
import type { HoursRule, ListRule, Policy } from './types';

const list = (allowed: string[], blocked: string[], action: ListRule['action'] = 'ask'): Policy => ({ merchants: { allowed, blocked, action } });
const hours = (change: Partial<HoursRule> = {}): Policy => ({ hours: { days: [1, 2, 3], from: '08:00', until: '20:00', action: 'ask', ...change } });
const velocity = (purchases: number, seconds: number, action: ListRule['action'] = 'ask'): Policy => ({ velocity: { purchases, seconds, action } });

describe('decideLoosening', () => {
  it.each<[string, Policy, Policy]>([
    ['nothing changed', list(['a'], ['b']), list(['a'], ['b'])],
    ['a first rule of each kind', {}, { ...list(['a'], []), ...hours(), ...velocity(1, 60), newMerchant: { action: 'ask' }, unusualAmount: { times: 3, action: 'ask' }, unusualHour: { action: 'refuse' } }],
    ['asking becomes refusing', list([], ['b']), list([], ['b'], 'refuse')],
    ['one more is blocked', list([], ['b']), list([], ['b', 'c'])],
    ['one fewer is allowed', list(['a', 'b'], []), list(['a'], [])],
    ['some are allowed by name where all were', list([], ['c']), list(['a'], ['c'])],
    ['what was blocked is not allowed instead', list([], ['b']), list(['a'], [])],
    ['one is allowed more, and blocked', list(['a'], []), list(['a', 'b'], ['b'])],
    ['a resting rule is taken away', list([], ['b'], 'allow'), {}],
    ['a day fewer', hours(), hours({ days: [1, 2] })],
    ['an hour less', hours(), hours({ until: '19:00' })],
    ['fewer purchases in a longer time', velocity(5, 60), velocity(4, 120)],
    ['a smaller multiple', { unusualAmount: { times: 5, action: 'ask' } }, { unusualAmount: { times: 3, action: 'ask' } }],
  ])('is nothing when %s', (_what, before, after) => {
    expect(decideLoosening(before, after)).toEqual([]);
  });

  it.each<[string, Policy, Policy, (keyof Policy)[]]>([
    ['a rule is taken away', list([], ['b']), {}, ['merchants']],
    ['a rule rests', list([], ['b']), list([], ['b'], 'allow'), ['merchants']],
    ['refusing becomes asking', list([], ['b'], 'refuse'), list([], ['b']), ['merchants']],
    ['one fewer is blocked', list([], ['b', 'c']), list([], ['b']), ['merchants']],
    ['one more is allowed', list(['a'], []), list(['a', 'b'], []), ['merchants']],
    ['all are allowed where some were by name', list(['a'], []), list([], []), ['merchants']],
    ['one blocked is exchanged for another', list([], ['b']), list([], ['c'], 'refuse'), ['merchants']],
    ['what was blocked is allowed by name', list([], ['b']), list(['b'], []), ['merchants']],
    ['a day more', hours(), hours({ days: [1, 2, 3, 4] }), ['hours']],
    ['a minute earlier', hours(), hours({ from: '07:59' }), ['hours']],
    ['the night instead of the day', hours(), hours({ from: '20:00', until: '08:00' }), ['hours']],
    ['one purchase more', velocity(5, 60), velocity(6, 60), ['velocity']],
    ['a shorter time', velocity(5, 60), velocity(5, 59), ['velocity']],
    ['fewer purchases in a shorter time', velocity(5, 60), velocity(1, 1), ['velocity']],
    ['a larger multiple', { unusualAmount: { times: 3, action: 'ask' } }, { unusualAmount: { times: 4, action: 'refuse' } }, ['unusualAmount']],
    ['new merchants and hours no longer ask', { newMerchant: { action: 'ask' }, unusualHour: { action: 'refuse' } }, { unusualHour: { action: 'ask' } }, ['newMerchant', 'unusualHour']],
    ['one is tightened and another loosened', { ...list([], ['b']), ...velocity(5, 60) }, { ...list([], ['b'], 'refuse'), ...velocity(6, 60) }, ['velocity']],
  ])('names the rule when %s', (_what, before, after, loosened) => {
    expect(decideLoosening(before, after)).toEqual(loosened);
  });
});
