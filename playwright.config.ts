import { defineConfig } from '@playwright/test';
import { findChromium } from './lib/tooling/chromium';

const executablePath = findChromium();

// `http`: no browser, real server processes. `browser`: people's pages. Servers are started by the fixtures, on folders of their own.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './e2e/fixtures/global-setup.ts',
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  projects: [
    { name: 'http', testMatch: /\.http\.spec\.ts$/ },
    {
      name: 'browser',
      testMatch: /\.spec\.ts$/,
      testIgnore: /\.http\.spec\.ts$/,
      use: { trace: 'retain-on-failure', launchOptions: executablePath === null ? {} : { executablePath, args: ['--no-sandbox'] } },
    },
  ],
});
