import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namedTests, testsIn } from '@/lib/testing/named-tests';
import { endpoints } from './index';

const page = readFileSync('docs/console-routes.md', 'utf8');
const OURS = /^\/merchant\/(?:auth|signup|session|sessions|staff|workspace|launchpad|qr-kit)(?:\/|$)/;

describe('docs/console-routes.md', () => {
  it('has every route of sign-in, people, workspace and launchpad, and no other', () => {
    const named = [...page.matchAll(/^## (.+)$/gm)].map(([, route]) => route);
    expect(named.toSorted()).toEqual(endpoints.filter(({ path }) => OURS.test(path)).map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it('names a test for each', () => expect(namedTests(page)).toHaveLength([...page.matchAll(/^## /gm)].length));

  it.each(namedTests(page).map(({ file, name }) => [file, name]))('%s has the test "%s", and runs it', (file, name) => {
    expect(testsIn(file).filter((test) => test.name === name && !test.skipped)).not.toEqual([]);
  });
});
