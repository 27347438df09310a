import type pg from 'pg';
import { ensureMerchantKey, ensureOperatorKey } from '@/lib/auth';
import { getCtx, initComposition } from '@/lib/composition';
import { createPool, listen } from '@/lib/db';
import { seedDemoWorld } from '@/lib/demo';
import type { Env } from '@/lib/env';
import { consumers, periodicJobs, startWorker } from '@/lib/jobs';
import { processLog } from '@/lib/log';
import { findMerchant } from '@/lib/merchant';
import { bootPlatform, type Platform } from '@/lib/platform/boot';
import { startTracing } from '@/lib/tracing';
import type { Shutdown } from './shutdown';

export type Config = Platform['config'];
export type Core = { readonly config: Config; readonly pool: pg.Pool };

/** Everything below an entrance: database, composition, the operator's key, the demo world. What it opens, `shutdown` will close. */
export async function startCore(env: Env, shutdown: Shutdown): Promise<Core> {
  if (env.tracing) shutdown.onStop('tracing', await startTracing(env.tracing, processLog()));
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
  if (config.bearer) await admitBearer(config.bearer);
  return { config, pool };
}

/** Before there is a merchant of this handle its key opens nothing: it is made at the next start. */
async function admitBearer({ token, tenant, caller }: NonNullable<Config['bearer']>): Promise<void> {
  const merchant = await findMerchant(getCtx(), tenant);
  if (merchant) await ensureMerchantKey(getCtx(), { key: token, merchantId: merchant.id, name: caller });
  else processLog().warn({ tenant }, 'AUTH_TENANT_ID names no merchant yet');
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
