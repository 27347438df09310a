import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acpTestsIn, acpTestsOf, versionsOfWords } from '@/lib/testing/acp-tests';
import { testsIn } from '@/lib/testing/named-tests';

// docs/acp-checks.md maps the assertions of specs/acp.md to tests. A test that is missing, skipped or run in other versions fails here.

const page = readFileSync('docs/acp-checks.md', 'utf8');
const ROW = /^\| (\d+) \| (.+?) \| (.+?) \| `(.+?)` \|$/;
const rows = page.split('\n').flatMap((line) => {
  const [, number, assertion, versions, file] = ROW.exec(line) ?? [];
  return number && assertion && versions && file ? [{ number: Number(number), assertion, versions, file }] : [];
});

/** The numbers that the list of the spec leaves out. */
const undescribed = (/^Not described in the list: (.+)\.$/m.exec(page)?.[1] ?? '').split(', ').map(Number);

describe('docs/acp-checks.md', () => {
  it('speaks of every number from 1 to 77', () => {
    const places = [...new Set(rows.map(({ number }) => number)), ...undescribed];
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 77 }, (_, index) => index + 1));
  });

  it('has no row that this check would not see', () => {
    expect(page.split('\n').filter((line) => /^\| \d/.test(line))).toHaveLength(rows.length);
  });

  const quoted = rows.filter(({ assertion }) => assertion.startsWith('"'));
  const own = rows.filter(({ assertion }) => !assertion.startsWith('"'));

  it.each(quoted)('$number: the test $assertion runs', ({ assertion, versions, file }) => {
    const tests = testsIn(file).filter(({ name }) => `"${name}"` === assertion);
    expect([tests.length > 0, tests.some(({ skipped }) => skipped), versionsOfWords(versions)]).toEqual([true, false, expect.any(Array)]);
  });

  it.each(own)('$number $assertion: runs, in $versions', ({ number, assertion, versions, file }) => {
    const tests = acpTestsIn(file).filter((test) => test.number === number && test.assertion === assertion);
    expect(tests).toEqual([{ number, assertion, versions: versionsOfWords(versions), skipped: false }]);
  });

  it('has a row for every test that is named for an assertion', () => {
    const specs = readdirSync('e2e').filter((file) => file.endsWith('.spec.ts'));
    const named = specs.flatMap((file) => acpTestsIn(`e2e/${file}`).map(({ number, assertion }) => `${number} ${assertion}`));
    expect(named.toSorted()).toEqual(own.map(({ number, assertion }) => `${number} ${assertion}`).toSorted());
  });
});

describe('the reading of test files', () => {
  it.each([
    ['for (const version of ACP_VERSIONS) { test(`acp 1 [${version}] a`, f); }', 'all', false],
    ['for (const version of IN_2026_04_17) { test.skip(`acp 1 [${version}] a`, f); }', '2026-04-17', true],
    ['describe("x", () => { for (const version of SINCE_2026_01_30) test(`acp 1 [${version}] a`, f); })', 'since 2026-01-30', false],
  ])('%s', (source, words, skipped) => {
    expect(acpTestsOf(source)).toEqual([{ number: 1, assertion: 'a', versions: versionsOfWords(words), skipped }]);
  });

  it.each(['test(`acp 1 [${version}] a`, f)', 'for (const version of OTHERS) { test(`acp 1 [${version}] a`, f); }', '// for (const version of ACP_VERSIONS) {}'])('not %s', (source) =>
    expect(acpTestsOf(source)).toEqual([]),
  );
});
