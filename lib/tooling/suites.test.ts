import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { flakyTests, type Outcome, playwrightCount, playwrightFaults, runSuite, summarize, vitestCount, vitestFaults } from './suites';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-suites-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const outcome = (passed: number, failed: number): Outcome => ({ name: 'suite', passed, failed, seconds: 0, output: '' });

describe('counting', () => {
  it('takes a test file that could not be loaded for a failed test', () => {
    const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] };
    const failedFile = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };
    const brokenFile = { status: 'failed', assertionResults: [] };
    expect(vitestCount(report({ numPassedTests: 2, numFailedTests: 1, testResults: [passedFile, failedFile, brokenFile] }))).toEqual({ passed: 2, failed: 2 });
  });

  it("takes Playwright's own errors for failed tests", () => {
    expect(playwrightCount(report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] }))).toEqual({ passed: 4, failed: 2 });
  });

  it('names the tests that needed a second try', () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
    const suites = [{ title: 'a.spec.ts', specs: [spec('one', 'flaky'), spec('two', 'expected')], suites: [{ title: 'group', specs: [spec('three', 'flaky')] }] }];
    expect(flakyTests(report({ suites }))).toEqual(['a.spec.ts › one', 'group › three']);
  });

  it('tells what failed, with the beginning of why', () => {
    const failed = { status: 'unexpected', results: [{ errors: [{ message: 'Test timeout\n\nof 300000ms' }] }] };
    expect(playwrightFaults(report({ suites: [{ title: 'a.spec.ts', specs: [{ title: 'one', tests: [failed] }, { title: 'two', tests: [{ status: 'flaky' }] }] }] })))
      .toEqual(['a.spec.ts › one\n  Test timeout\n  of 300000ms']);
    const assertionResults = [{ status: 'failed', fullName: 'adds', failureMessages: ['1 is not 2'] }, { status: 'passed', fullName: 'counts' }];
    const broken = { name: path.resolve('lib/b.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] };
    expect(vitestFaults(report({ testResults: [{ name: path.resolve('lib/a.test.ts'), status: 'failed', assertionResults }, broken] })))
      .toEqual(['lib/a.test.ts › adds\n  1 is not 2', 'lib/b.test.ts\n  no such module']);
  });

  it('knows no report from an empty one', () => {
    expect(vitestCount(path.join(folder, 'none.json'))).toBeNull();
  });
});

describe('a suite', () => {
  const script = (code: string) => ['-e', code];

  it('without a report is one test that its exit status decides', async () => {
    expect(await runSuite({ name: 'check', args: script('process.exit(0)') })).toMatchObject({ passed: 1, failed: 0 });
    expect(await runSuite({ name: 'check', args: script('console.log("why"); process.exit(3)') })).toMatchObject({ passed: 0, failed: 1, output: 'why\n' });
  });

  it.each([
    ['ended badly though its report is clean', 'process.exit(1)', { passed: 5, failed: 0 }, { passed: 5, failed: 1 }],
    ['ran no test', '', { passed: 0, failed: 0 }, { passed: 0, failed: 1 }],
    ['left no report', '', null, { passed: 0, failed: 1 }],
    ['counted its failures itself', 'process.exit(1)', { passed: 5, failed: 2 }, { passed: 5, failed: 2 }],
  ])('has failed when it %s', async (_case, code, count, expected) => {
    expect(await runSuite({ name: 'suite', args: script(code), count: () => count })).toMatchObject(expected);
  });
});

describe('the sum', () => {
  it.each([
    [[outcome(3, 0), outcome(1, 0)], '4 passed, 0 failed', 0],
    [[outcome(3, 0), outcome(1, 2)], '4 passed, 2 failed', 1],
    [[], '0 passed, 0 failed', 1],
    [[{ ...outcome(0, 1), faults: ['a test'] }], '0 passed, 1 failed', 1],
  ])('is the last line', (outcomes, line, status) => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(summarize(outcomes)).toBe(status);
    expect(print.mock.lastCall).toEqual([line]);
    print.mockRestore();
  });
});
