import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** How many tests of a suite passed and failed, with everything it printed. */
export type Outcome = { readonly name: string; readonly passed: number; readonly failed: number; readonly seconds: number; readonly output: string; readonly notes?: readonly string[] };

type Count = { passed: number; failed: number };

/** A program that tests something. `count` reads its report; without one, the program is a single test that its exit status decides. */
export type Suite = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly count?: () => Count | null;
  /** What should be looked at though it passed. */
  readonly notes?: () => readonly string[];
};

const REPORTS = path.join('test-results', 'reports');
const LIMIT_MS = 40 * 60_000;

const tool = (entry: string): readonly string[] => ['--import', 'tsx', entry];
const reportOf = (name: string): string => path.join(REPORTS, `${name}.json`);

export const types: Suite = { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] };
export const lint: Suite = {
  name: 'lint',
  args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'],
};
export const dependencies: Suite = { name: 'dependency rules', args: tool('lib/tooling/check-dependencies.ts') };
export const drift: Suite = { name: 'drift', args: tool('lib/tooling/migrations/diff.ts') };
export const build: Suite = { name: 'build', args: tool('lib/tooling/ensure-built.ts') };
export const unit = vitest('unit');
export const integration = vitest('integration');
export const endToEnd: Suite = {
  name: 'end-to-end',
  args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf('e2e') },
  count: () => playwrightCount(reportOf('e2e')),
  notes: () => flakyTests(reportOf('e2e')).map((name) => `passed on its second try: ${name}`),
};

function vitest(project: string): Suite {
  const report = reportOf(project);
  return {
    name: project,
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    count: () => vitestCount(report),
  };
}

function readReport(file: string): unknown {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : null;
}

/** A test file that could not be loaded has no tests, and counts as a failed one. */
export function vitestCount(file: string): Count | null {
  type Report = { numPassedTests: number; numFailedTests: number; testResults: { status: string; assertionResults: { status: string }[] }[] };
  const report = readReport(file) as Report | null;
  if (report === null) return null;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

export function playwrightCount(file: string): Count | null {
  const report = readReport(file) as { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] } | null;
  if (report === null) return null;
  return { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected + report.errors.length };
}

type ReportedSuite = { title: string; suites?: ReportedSuite[]; specs?: { title: string; tests: { status: string }[] }[] };

/** Tests that failed once and then passed, by file and title. */
export function flakyTests(file: string): string[] {
  const report = readReport(file) as { suites: ReportedSuite[] } | null;
  const flakyIn = ({ title, suites = [], specs = [] }: ReportedSuite): string[] => [
    ...specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map((spec) => `${title} › ${spec.title}`),
    ...suites.flatMap(flakyIn),
  ];
  return report?.suites.flatMap(flakyIn) ?? [];
}

/** Runs a suite to its end, or to its limit. Never throws: what goes wrong is a failed test. */
export function runSuite(suite: Suite): Promise<Outcome> {
  mkdirSync(REPORTS, { recursive: true });
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...suite.args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', ...suite.env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const limit = setTimeout(() => {
      output += `\n${suite.name} was stopped after ${LIMIT_MS / 60_000} minutes.\n`;
      child.kill('SIGKILL');
    }, LIMIT_MS);
    const stop = (): void => void child.kill('SIGTERM');
    process.once('exit', stop);
    child.on('error', (error) => (output += String(error)));
    child.on('close', (status) => {
      clearTimeout(limit);
      process.off('exit', stop);
      resolve({ name: suite.name, ...countOf(suite, status), seconds: (Date.now() - started) / 1000, output, notes: suite.notes?.() ?? [] });
    });
  });
}

/** The exit status has the last word: a suite that ended badly has at least one failure, whatever its report says; so has an empty one. */
function countOf(suite: Suite, status: number | null): Count {
  if (!suite.count) return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const count = suite.count() ?? { passed: 0, failed: 0 };
  const sound = status === 0 && count.passed > 0;
  return { passed: count.passed, failed: sound ? count.failed : Math.max(1, count.failed) };
}

/** Runs steps one after the other; the lanes of a step run beside each other, the suites of a lane in a row. Says how each went. */
export async function runSteps(steps: readonly (readonly (readonly Suite[])[])[]): Promise<Outcome[]> {
  rmSync(REPORTS, { recursive: true, force: true });
  const outcomes: Outcome[] = [];
  for (const lanes of steps) {
    await Promise.all(
      lanes.map(async (lane) => {
        for (const suite of lane) outcomes.push(tell(await runSuite(suite)));
      }),
    );
  }
  return outcomes;
}

function tell(outcome: Outcome): Outcome {
  const { name, passed, failed, seconds, output, notes = [] } = outcome;
  if (failed > 0) console.log(`\n----- ${name} -----\n${output.trimEnd()}\n----- end of ${name} -----\n`);
  console.log(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`);
  for (const note of notes) console.log(`       ${note}`);
  return outcome;
}

/** Prints the sum as the last line and answers the exit status: 1 when anything failed or nothing ran. */
export function summarize(outcomes: readonly Outcome[]): number {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  const broken = outcomes.filter((outcome) => outcome.failed > 0).map((outcome) => outcome.name);
  if (broken.length > 0) console.log(`Failed: ${broken.join(', ')}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
