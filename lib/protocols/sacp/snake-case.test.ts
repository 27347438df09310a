import { expect, it } from 'vitest';
import { snakeCaseKeys } from './snake-case';

it.each([
  ['camelCase', { perTransaction: 1, daily: 2 }, { per_transaction: 1, daily: 2 }],
  ['snake_case', { per_transaction: 1 }, { per_transaction: 1 }],
  ['both at once, for the schema to refuse', { perTransaction: 1, per_transaction: 2 }, { perTransaction: 1, per_transaction: 2 }],
  ['a list', [1], [1]],
  ['null', null, null],
  ['text', 'aB', 'aB'],
])('reads %s', (_case, given, read) => {
  expect(snakeCaseKeys(given)).toEqual(read);
});

it('sets no prototype', () => {
  const read = snakeCaseKeys(JSON.parse('{"__proto__":{"name":"x"}}'));
  expect((read as { name?: unknown }).name).toBeUndefined();
});
