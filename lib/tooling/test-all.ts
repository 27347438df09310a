import { ensureChromium } from './chromium';
import { run } from './prepare.mjs';
import { build, dependencies, drift, endToEnd, integration, lint, runSteps, summarize, types, unit } from './suites';

// Everything, two things at a time where they do not disturb each other: what measures time or holds a browser runs alone.

// What this shell has set for a server of its own is not for the tests.
const FOR_A_SERVER = /^(COUNTERSIGN_.*|DATABASE_.*|NODE_ENV|PORT|HOST|PUBLIC_BASE_URL|ROLE|AUTH_.*|OPERATOR_API_KEY|TRUST_PROXY|POOL_MAX|LOG_LEVEL)$/;
for (const name of Object.keys(process.env)) if (FOR_A_SERVER.test(name)) delete process.env[name];

await ensureChromium(); // without one, the end-to-end tests fail and say so
await run(process.execPath, ['node_modules/next/dist/bin/next', 'typegen'], { stdio: 'ignore' }); // the types of routes, before tsc wants them
process.exit(summarize(await runSteps([[[types], [lint]], [[build], [dependencies, unit, drift]], [[integration]], [[endToEnd]]])));
