import { expect, it } from 'vitest';
import { namedTests, testsIn } from './named-tests';

/** Within a describe: the tests that a page of docs/ names exist and run, none is named in a way that this would not see, and there are more than so many. */
export function describeNamedTests(page: string, { moreThan }: { moreThan: number }): void {
  const named = namedTests(page);

  it('names no test in a way that this check would not see', () => {
    expect(page.split('\n').filter((line) => /^- `[^`]+\.(test|spec)\./.test(line))).toHaveLength(named.length);
    expect(named.length).toBeGreaterThan(moreThan);
  });

  it.each(named.map(({ file, name }) => [file, name]))('%s has the test "%s", and runs it', (file, name) => {
    const tests = testsIn(file).filter((test) => test.name === name);
    expect(tests).not.toEqual([]);
    expect(tests.filter((test) => test.skipped)).toEqual([]);
  });
}
