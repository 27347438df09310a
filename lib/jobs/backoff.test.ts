import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS, backoffSeconds } from './backoff';

describe('backoffSeconds', () => {
  it('tries again within 5 seconds at first (rules.md, webhooks)', () => expect(backoffSeconds(1, 0)).toBeLessThanOrEqual(5));

  it('doubles with each failure', () => {
    for (let attempts = 1; attempts < MAX_ATTEMPTS - 1; attempts++) expect(backoffSeconds(attempts + 1, 0)).toBe(2 * backoffSeconds(attempts, 0));
  });

  it('never waits longer than half an hour', () => expect(backoffSeconds(100, 0)).toBe(1800));

  it('spreads by at most half', () => {
    expect(backoffSeconds(3, 0)).toBe(8);
    expect(backoffSeconds(3, 0.999)).toBeGreaterThan(4);
  });
});
