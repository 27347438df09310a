import { describe, expect, it } from 'vitest';
import { nextHandful } from './handful';
import type { Lane } from './types';

const LANE: Lane = { topics: [], holds: 'all others', places: 256, receiversShare: true };

/** Lets receivers that never answer take what they may, one after the other, and answers who holds how many. */
function fill(lane: Lane, receivers: readonly string[]): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const receiver of receivers) {
    for (let handful = nextHandful(lane, held); handful.limit > 0 && !handful.except.includes(receiver); handful = nextHandful(lane, held)) {
      held.set(receiver, (held.get(receiver) ?? 0) + handful.limit);
    }
  }
  return held;
}

const freeOf = ({ places }: Lane, held: ReadonlyMap<string, number>): number => places - [...held.values()].reduce((sum, count) => sum + count, 0);

describe('the next handful of a lane', () => {
  it('is all that is free where receivers do not share it', () => {
    const lane: Lane = { ...LANE, places: 25, receiversShare: undefined };
    expect(nextHandful(lane, new Map([['mail', 20]]))).toEqual({ limit: 5, except: [] });
    expect(nextHandful(lane, new Map([['mail', 25]]))).toEqual({ limit: 0, except: [] });
  });

  it.each([1, 2, 3, 10])('leaves places to others when %i receivers never answer, and no receiver more than it leaves free', (silent) => {
    const held = fill(LANE, Array.from({ length: silent }, (_, index) => `whe_${index}`));
    expect(Math.max(...held.values())).toBeLessThanOrEqual(64);
    expect(freeOf(LANE, held)).toBeGreaterThanOrEqual(Math.floor(LANE.places * 0.75 ** silent));
    expect(nextHandful(LANE, held).limit).toBeGreaterThan(0);
  });

  it('gives the last places to receivers that hold none, one each', () => {
    const held = new Map(Array.from({ length: 253 }, (_, index) => [`whe_${index}`, 1] as const));
    expect(nextHandful(LANE, held)).toEqual({ limit: 1, except: [...held.keys()] });
    expect(nextHandful({ ...LANE, places: 253 }, held).limit).toBe(0);
  });

  it('gives a receiver that answers a quarter of all places, again and again', () => {
    expect(nextHandful(LANE, new Map())).toEqual({ limit: 64, except: [] });
    expect(nextHandful(LANE, new Map([['whe_1', 64]]))).toEqual({ limit: 48, except: ['whe_1'] });
    expect(nextHandful(LANE, new Map([['whe_1', 32]]))).toEqual({ limit: 32, except: [] });
  });
});
