import { describe, expect, it } from 'vitest';
import { shortenMiddle } from './shorten';

describe('shortenMiddle', () => {
  it('keeps both ends of a long id', () => {
    expect(shortenMiddle('agent_01kat8q2x9v7b3c5d1f4g6h8j0')).toBe('agent_01kat8\u2026h8j0');
  });
  it('leaves an id alone that would not become shorter', () => {
    expect(shortenMiddle('abcdefghijklmnopq')).toBe('abcdefghijklmnopq');
    expect(shortenMiddle('abcdefghijklmnopqr')).toBe('abcdefghijkl\u2026opqr');
  });
});
