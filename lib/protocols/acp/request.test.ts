import { describe, expect, it } from 'vitest';
import { readKey, respondToOutcome } from './idempotency';
import { v20250929 } from './v2025-09-29';
import { v20260417 } from './v2026-04-17';

const request = (body?: string, headers: Record<string, string> = {}) =>
  new Request('http://localhost/checkout_sessions', { method: 'POST', body, headers });


describe('Idempotency-Key', () => {
  it.each([
    [undefined, 'none', 'idempotency_key_required'],
    ['', 'invalid_idempotency_key', 'idempotency_key_required'],
    ['k', 'k', 'k'],
    ['k'.repeat(255), 'k'.repeat(255), 'k'.repeat(255)],
    ['k'.repeat(256), 'invalid_idempotency_key', 'invalid_idempotency_key'],
  ])('%#', (key, older, newer) => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const read = (wire: typeof v20260417) => {
      const result = readKey(request('{}', headers), wire);
      return result.ok ? (result.value ?? 'none') : result.error.code;
    };
    expect([read(v20250929), read(v20260417)]).toEqual([older, newer]);
  });

  it('a replay is marked in 2026-04-17 alone', () => {
    const outcome = { kind: 'answered', answer: { status: 201, body: {} }, replayed: true } as const;
    expect(respondToOutcome(request('{}'), v20260417, outcome).headers.get('idempotent-replayed')).toBe('true');
    expect(respondToOutcome(request('{}'), v20250929, outcome).headers.get('idempotent-replayed')).toBeNull();
    expect(respondToOutcome(request('{}'), v20260417, { ...outcome, replayed: false }).headers.get('idempotent-replayed')).toBeNull();
  });

  it('the same key with another body is 409 before and 422 in 2026-04-17', async () => {
    for (const [wire, status] of [
      [v20250929, 409],
      [v20260417, 422],
    ] as const) {
      const response = respondToOutcome(request('{}'), wire, { kind: 'conflict' });
      expect([response.status, await response.json()]).toMatchObject([status, { type: 'invalid_request', code: 'idempotency_conflict' }]);
    }
  });

  it('a key in flight is 409 with Retry-After', async () => {
    for (const wire of [v20250929, v20260417]) {
      const response = respondToOutcome(request('{}'), wire, { kind: 'in_flight', retryAfterSeconds: 7 });
      expect(response.headers.get('retry-after')).toBe('7');
      expect([response.status, await response.json()]).toMatchObject([409, { code: 'idempotency_in_flight' }]);
    }
  });
});
