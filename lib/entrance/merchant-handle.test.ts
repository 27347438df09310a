import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAllowedHandle, MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { endpoints } from './routes';

const ROOT = path.resolve(import.meta.dirname, '../..');
const isGroup = (name: string): boolean => /^\(.*\)$/.test(name);

/** The first segments that folders of app/ serve; route groups are no part of a path. */
function firstSegments(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => (isGroup(name) ? firstSegments(path.join(folder, name)) : [name]));
}

describe('the handle of a merchant', () => {
  it('is never a first segment of app/, of the route table or of public/', () => {
    const taken = [...firstSegments(path.join(ROOT, 'app')), ...readdirSync(path.join(ROOT, 'public')), ...endpoints.map((endpoint) => endpoint.path.split('/')[1] ?? '')];
    expect(taken).toContain('wallet');
    expect(taken.filter((segment) => MERCHANT_HANDLE.test(segment) && isAllowedHandle(segment))).toEqual([]);
  });

  it.each([['au-comptoir-a-patons', true], ['ab', false], ['Regal-Moose', false], ['x'.repeat(41), false], ['a.b', false], ['../wallet', false], ['orders', false]])('%s: %s', (handle, allowed) =>
    expect(isAllowedHandle(handle)).toBe(allowed),
  );
});
