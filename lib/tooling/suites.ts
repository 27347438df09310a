import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** How many tests of a suite passed and failed, with everything it printed. */
export type Outcome = { readonly name: string; readonly passed: number; readonly failed: number; readonly seconds: number; readonly output: string; readonly notes?: readonly string[]; readonly faults?: readonly string[] };

type Count = { passed: number; failed: number };

/** A program that tests something. `count` reads its report; without one, the program is a single test that its exit status decides. */
export type Suite = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly count?: () => Count | null;
  /** What should be looked at though it passed. */
  readonly notes?: () => readonly string[];
  /** Each failed test with the beginning of its message. */
  readonly faults?: () => readonly string[];
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
  faults: () => playwrightFaults(reportOf('e2e')),
};

function vitest(project: string): Suite {
  const report = reportOf(project);
  return {
    name: project,
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    count: () => vitestCount(report),
    faults: () => vitestFaults(report),
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

type ReportedTest = { status: string; results?: { errors?: { message?: string }[] }[] };
type ReportedSuite = { title: string; suites?: ReportedSuite[]; specs?: { title: string; tests: ReportedTest[] }[] };

/** The tests of a Playwright report that ended so, by file and title. */
function testsThat(status: 'flaky' | 'unexpected', file: string): { name: string; tests: readonly ReportedTest[] }[] {
  const within = ({ title, suites = [], specs = [] }: ReportedSuite): { name: string; tests: readonly ReportedTest[] }[] => [
    ...specs.filter(({ tests }) => tests.some((test) => test.status === status)).map((spec) => ({ name: `${title} › ${spec.title}`, tests: spec.tests })),
    ...suites.flatMap(within),
  ];
  const report = readReport(file) as { suites: ReportedSuite[] } | null;
  return report?.suites.flatMap(within) ?? [];
}

/** Tests that failed once and then passed, by file and title. */
export const flakyTests = (file: string): string[] => testsThat('flaky', file).map(({ name }) => name);

const MESSAGE_LINES = 8;
const fault = (name: string, message = ''): string => [name, ...message.split('\n', MESSAGE_LINES).filter((line) => line.trim() !== '').map((line) => `  ${line}`)].join('\n');

export const playwrightFaults = (file: string): string[] =>
  testsThat('unexpected', file).map(({ name, tests }) => fault(name, tests.flatMap(({ results = [] }) => results.flatMap(({ errors = [] }) => errors))[0]?.message));

export function vitestFaults(file: string): string[] {
  type Report = { testResults: { name?: string; message?: string; status: string; assertionResults: { status: string; fullName?: string; failureMessages?: string[] }[] }[] };
  const report = readReport(file) as Report | null;
  return (report?.testResults ?? [])
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name = '', message, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed');
      const where = path.relative(process.cwd(), name);
      return failed.length === 0 ? [fault(where, message)] : failed.map((test) => fault(`${where} › ${test.fullName ?? ''}`, test.failureMessages?.[0]));
    });
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
      resolve({ name: suite.name, ...countOf(suite, status), seconds: (Date.now() - started) / 1000, output, notes: suite.notes?.() ?? [], faults: suite.faults?.() ?? [] });
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

/** What failed, and why, at the end, where a reader of a long log looks. */
const SHOWN_FAULTS = 10;

/** Prints what failed, the sum as the last line, and answers the exit status: 1 when anything failed or nothing ran. */
export function summarize(outcomes: readonly Outcome[]): number {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  const broken = outcomes.filter((outcome) => outcome.failed > 0).map((outcome) => outcome.name);
  for (const each of outcomes.flatMap(({ faults = [] }) => faults).slice(0, SHOWN_FAULTS)) console.log(`\n${each}`);
  if (broken.length > 0) console.log(`Failed: ${broken.join(', ')}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
