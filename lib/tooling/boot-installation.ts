import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Env } from '@/lib/env';
import { bootPlatform, type Platform } from '@/lib/platform/boot';

/** Joins an installation that there is, beside its running server or alone. For commands that would be lost on an empty one; throws with a message for people. */
export async function bootInstallation(env: Env): Promise<Platform> {
  if (env.databaseUrl === null && !existsSync(path.join(env.dataDir, 'postgres'))) {
    throw new Error(`there is no database in ${env.dataDir}. Start the server first (npm start), or name another with COUNTERSIGN_DATA_DIR or DATABASE_URL.`);
  }
  return bootPlatform(env);
}
