import { describe, expect, it } from 'vitest';
import { ageText } from './age';

const now = new Date('2026-11-21T12:00:00Z');
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

describe('ageText', () => {
  it.each([
    [-5, 'now'], [0, 'now'], [59, 'now'], [60, '1 min'], [3599, '59 min'], [3600, '1 h'], [86_399, '23 h'], [86_400, '1 d'], [86_400 * 40, '40 d'],
  ])('%i seconds ago reads %s', (seconds, text) => {
    expect(ageText(before(seconds), now)).toBe(text);
  });
});
