import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeNamedTests } from '@/lib/testing/describe-named-tests';
import { testsOf } from '@/lib/testing/named-tests';

// docs/invariants.md names files and tests. A name that does not exist, or whose test is skipped, fails here.

const page = readFileSync('docs/invariants.md', 'utf8');
const lines = page.split('\n');
const NAMED_FILE = /^- `([^`]+)`: /;

describe('docs/invariants.md', () => {
  it('has the ten invariants, each with where it is enforced and with tests', () => {
    const sections = page.split(/^## /m).slice(1);
    expect(sections.map((section) => section.slice(0, section.indexOf('.')))).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    for (const section of sections) {
      expect(section).toMatch(/\nEnforced:\n- `/);
      expect(section).toMatch(/\nTests:\n- `.+`: "/);
    }
  });

  it.each(lines.flatMap((line) => NAMED_FILE.exec(line)?.[1] ?? []))('names a file that exists: %s', (file) => {
    expect(existsSync(file)).toBe(true);
  });

  describeNamedTests(page, { moreThan: 40 });
});

describe('the reading of test files', () => {
  it.each([
    [`it('a', () => 1)`, [{ name: 'a', skipped: false }]],
    [`describe('x', () => { it.each([1])("b %s", f) })`, [{ name: 'b %s', skipped: false }]],
    ['test(`c ${d}`, f)', [{ name: 'c ${d}', skipped: false }]],
    [`it.skip('a', f); it.todo('b'); it.skip.each([1])('c', f)`, [{ name: 'a', skipped: true }, { name: 'b', skipped: true }, { name: 'c', skipped: true }]],
    [`describe.skip('x', () => { it('a', f) })`, [{ name: 'a', skipped: true }]],
    [`test('a', async () => { test.skip(true) })`, [{ name: 'a', skipped: true }]],
    [`// it('a', f)`, []],
  ])('%s', (source, expected) => expect(testsOf(source)).toEqual(expected));
});
