import { describe, expect, it } from 'vitest';
import { toSeconds } from './acp-product-feed';

const now = new Date('2026-11-21T12:00:00.000Z');

describe('Retry-After', () => {
  it.each([
    [null, null],
    ['0', 0],
    ['120', 120],
    ['Sat, 21 Nov 2026 12:01:30 GMT', 90],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['1e3', null],
  ])('%s is %s seconds', (text, seconds) => expect(toSeconds(text, now)).toBe(seconds));
});
