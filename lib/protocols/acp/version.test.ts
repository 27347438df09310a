import { expect, it } from 'vitest';
import { errorAnswer } from './errors';
import { officialFaults, officialSchemasAreHere } from './official-schemas';
import { negotiate, SUPPORTED_VERSIONS } from './version';

const ALL = ['2026-04-17', '2026-01-30', '2026-01-16', '2025-12-12', '2025-09-29'];

const asking = (version?: string) =>
  new Request('http://localhost/checkout_sessions', version === undefined ? {} : { headers: { 'api-version': version } });

it('lists what it serves newest first', () => {
  expect(SUPPORTED_VERSIONS).toEqual(ALL);
  expect(SUPPORTED_VERSIONS).toEqual(SUPPORTED_VERSIONS.toSorted().toReversed());
});

it.each(SUPPORTED_VERSIONS)('serves %s', (version) => {
  const wire = negotiate(asking(version));
  expect(wire.ok && wire.value.version).toBe(version);
});

it.each([
  [undefined, 'missing_api_version'],
  ['', 'missing_api_version'],
  ['2026-01-22', 'unsupported_api_version'],
  ['2026-06-01', 'unsupported_api_version'],
  ['2026-04-17 ,2025-09-29', 'unsupported_api_version'],
  ['latest', 'unsupported_api_version'],
  ['__proto__', 'unsupported_api_version'],
])('refuses API-Version %j', (version, code) => {
  const wire = negotiate(asking(version));
  expect(!wire.ok && errorAnswer(wire.error)).toMatchObject({
    status: 400,
    body: { type: 'invalid_request', code, supported_versions: ALL },
  });
});

it.skipIf(!officialSchemasAreHere)('a version error is an Error of 2026-04-17, whatever was asked for', async () => {
  const wire = negotiate(asking('2026-01-22'));
  expect(await officialFaults('2026-04-17', 'agentic_checkout:Error', wire.ok ? {} : errorAnswer(wire.error).body)).toEqual([]);
});
