import type pg from 'pg';
import { ensureOperatorKey } from '@/lib/auth';
import { getCtx, initComposition } from '@/lib/composition';
import { createPool, listen } from '@/lib/db';
import { seedDemoWorld } from '@/lib/demo';
import type { Env } from '@/lib/env';
import { consumers, periodicJobs, startWorker } from '@/lib/jobs';
import { processLog } from '@/lib/log';
import { bootPlatform, type Platform } from '@/lib/platform/boot';
import type { Shutdown } from './shutdown';

export type Config = Platform['config'];
export type Core = { readonly config: Config; readonly pool: pg.Pool };

/** Everything below an entrance: database, composition, the operator's key, the demo world. What it opens, `shutdown` will close. */
export async function startCore(env: Env, shutdown: Shutdown): Promise<Core> {
  const platform = await bootPlatform(env);
  shutdown.onStop('database', () => platform.release());
  const { config } = platform;
  tellNext(config);
  const pool = createPool({ connectionString: platform.appUrl, role: platform.role, max: config.poolMax });
  pool.on('error', (error) => processLog().warn({ err: error }, 'an idle database connection broke'));
  shutdown.onStop('pool', () => pool.end());
  initComposition({ pool, config, log: processLog() });
  await ensureOperatorKey(getCtx(), config.operatorApiKey);
  if (config.demo) await seedDemoWorld(getCtx(), config);
  return { config, pool };
}

/** What code inside Next reads from the environment, next-auth above all. */
function tellNext(config: Config): void {
  process.env.PUBLIC_BASE_URL = config.publicOrigin;
  process.env.AUTH_URL = config.publicOrigin;
  process.env.AUTH_SECRET = config.authSecret;
}

/** The outbox and the periodic jobs, in this process. */
export function startBackground({ pool }: Core, shutdown: Shutdown): void {
  const worker = startWorker(getCtx(), { consumers, jobs: periodicJobs, listen: (wake) => listen(pool, 'outbox', wake) });
  shutdown.onStop('worker', worker.stop);
}
