import { defineConfig } from '@playwright/test';
import { findChromium } from './lib/tooling/chromium';

const executablePath = findChromium();

/** What proves a guarantee under load or a kill gets one try. */
const PROOFS = /\/(chaos|concurrency|crash|rate)[\w-]*\.http\.spec\.ts$/;
/** Everything else is tried once more in CI, where a process may starve; which ones needed it is told (lib/tooling/suites.ts). */
const retries = process.env.CI === undefined ? 0 : 1;

// `proofs` and `http`: no browser, real server processes. `browser`: people's pages. Servers are started by the fixtures, on folders of their own.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './e2e/fixtures/global-setup.ts',
  workers: 2,
  timeout: 180_000, // a limit for what hangs, not a measure: a machine may be slow
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  projects: [
    { name: 'proofs', testMatch: PROOFS },
    { name: 'http', testMatch: /\.http\.spec\.ts$/, testIgnore: PROOFS, retries },
    {
      name: 'browser',
      testMatch: /\.spec\.ts$/,
      testIgnore: /\.http\.spec\.ts$/,
      retries,
      // A trace costs a third of a test: where a failed test is tried again, only the second try is recorded.
      use: { trace: retries > 0 ? 'on-first-retry' : 'retain-on-failure', launchOptions: executablePath === null ? {} : { executablePath, args: ['--no-sandbox'] } },
    },
  ],
});
