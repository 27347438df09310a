import { describe, expect, it } from 'vitest';
import { readJson } from './body';
import { isHttpFailure } from './failure';

const request = (body?: string, headers: Record<string, string> = {}) =>
  new Request('http://localhost/checkout_sessions', { method: 'POST', body, headers });

async function failureOf(body: string): Promise<unknown> {
  const outcome = await readJson(request(body)).catch((error: unknown) => error);
  return isHttpFailure(outcome) ? [outcome.failure.status, outcome.failure.code] : 'read';
}

describe('readJson', () => {
  it.each([
    ['{', [400, 'invalid_json']],
    ['nonsense', [400, 'invalid_json']],
    ['{"a":1e999}', [400, 'invalid_json']],
    ['{"a":["\\ud800"]}', [400, 'invalid_json']],
    ['{"\\udc00":1}', [400, 'invalid_json']],
    ['{"a":"\\ud83d\\ude00"}', 'read'],
    ['', 'read'],
    ['null', 'read'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, [400, 'invalid_json']],
    [`${'['.repeat(64)}${']'.repeat(64)}`, 'read'],
    [`"${'x'.repeat(1024 * 1024)}"`, [413, 'payload_too_large']],
  ])('%#', async (body, outcome) => {
    expect(await failureOf(body)).toEqual(outcome);
  });

  it('no body is undefined', async () => {
    expect(await readJson(request())).toBeUndefined();
  });
});
