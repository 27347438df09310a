import { parseArgs } from 'node:util';
import { ensureBuilt, run } from './prepare.mjs';

// npm run chaos -- --rounds N (50): e2e/chaos.http.spec.ts for longer than `npm test` has time for.

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } });
await ensureBuilt();
process.exit(await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', 'e2e/chaos.http.spec.ts'], { env: { ...process.env, CHAOS_ROUNDS: values.rounds } }));
