import { describe, expect, it } from 'vitest';
import { shareText } from './limit-bar';

describe('shareText', () => {
  it.each([
    [0n, 200_00n, '0%'],
    [-5n, 200_00n, '0%'],
    [1n, 3n, '33.3%'],
    [199_99n, 200_00n, '99.9%'],
    [200_00n, 200_00n, '100%'],
    [300_00n, 200_00n, '100%'],
    [0n, 0n, '100%'],
  ])('%s of %s is %s', (part, whole, text) => {
    expect(shareText(part, whole)).toBe(text);
  });
});
