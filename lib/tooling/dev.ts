import { existsSync } from 'node:fs';
import { loadEnv } from '@/lib/env';
import { bootPlatform } from '@/lib/platform/boot';
import { run } from './prepare.mjs';

// `npm run dev`: holds the embedded database over the restarts of `next dev`, whose own process joins it and migrates nothing new.

if (existsSync('.env')) process.loadEnvFile('.env');
process.env.COUNTERSIGN_DEPLOYMENT = '0';
const env = loadEnv();
const { config, release } = await bootPlatform(env);
const status = await run(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '--port', String(env.port), '--hostname', env.host], {
  env: {
    ...process.env,
    NODE_ENV: 'development',
    NEXT_TELEMETRY_DISABLED: '1',
    PUBLIC_BASE_URL: config.publicOrigin,
    AUTH_URL: config.publicOrigin,
    AUTH_SECRET: config.authSecret,
    COUNTERSIGN_KEYS: config.keys,
    OPERATOR_API_KEY: config.operatorApiKey,
  },
});
await release();
process.exit(status);
