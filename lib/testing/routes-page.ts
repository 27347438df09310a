import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '@/lib/http/endpoint';
import { describeNamedTests } from './describe-named-tests';
import { namedTests } from './named-tests';

/** A page of docs/ that maps each of these routes (`## METHOD /path`) to tests that prove it: it has every one and no other, and its tests exist and run. */
export function describeRoutesPage(file: string, routes: readonly Endpoint[]): void {
  describe(file, () => {
    const page = readFileSync(file, 'utf8');
    const sections = page.split(/^## /m).slice(1);

    it('has every route, and no other', () => {
      const named = sections.map((section) => section.split('\n', 1)[0]);
      expect(named.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
    });

    it('names a test for each', () => {
      for (const section of sections) expect(namedTests(section), section).not.toEqual([]);
    });

    describeNamedTests(page, { moreThan: 0 });
  });
}
