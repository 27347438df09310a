import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const INTEGRATION = '**/*.integration.test.ts';

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    // By default one core is left free, which on two cores is half of them; these tests wait for PostgreSQL often enough.
    maxWorkers: Math.max(2, os.availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['lib/**/*.test.ts', 'components/**/*.test.{ts,tsx}'], exclude: [INTEGRATION], testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`lib/${INTEGRATION}`],
          globalSetup: ['lib/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          server: { deps: { inline: ['next-auth'] } }, // it imports next/server without its extension
        },
      },
    ],
  },
});
