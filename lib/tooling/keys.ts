import { existsSync } from 'node:fs';
import pg from 'pg';
import { initComposition } from '@/lib/composition';
import { createPool } from '@/lib/db';
import { loadEnv, type Env } from '@/lib/env';
import { createKeyring } from '@/lib/kernel/keyring';
import { processLog } from '@/lib/log';
import { rotateSigningKeys } from '@/lib/mandate';
import type { Platform } from '@/lib/platform/boot';
import { countSealed, keyIdsOf, prependKey, resealAll } from '@/lib/platform/encryption-keys';
import { replaceKeys } from '@/lib/platform/secrets';
import { bootInstallation } from './boot-installation';

/*
 * npm run keys -- list: the encryption keys (current first) with what each seals, and the signing keys.
 * npm run keys -- rotate: a new encryption key, everything sealed anew with it, and new signing keys. What was cut off goes on when it is
 * called again. Old encryption keys stay in the ring: backups need them, and owners' ids derive from the oldest. Old signing keys stay in
 * the published key set: what they signed stays verifiable.
 *
 * Where the keys are in secrets.json of the data folder, the server is stopped first: it would not know the new one. Where they are in
 * COUNTERSIGN_KEYS it takes two calls: the first prints the new value; once every process runs with it, the second does the work.
 */

type Work = { readonly env: Env; readonly platform: Platform; readonly ownerUrl: string; readonly client: pg.Client };

async function main(command: string | undefined): Promise<void> {
  if (command !== 'list' && command !== 'rotate') throw new Error('Usage: npm run keys -- list | rotate');
  if (existsSync('.env')) process.loadEnvFile('.env');
  const env = loadEnv();
  const platform = await bootInstallation(env);
  // As the owner: what is sealed belongs to every tenant.
  const ownerUrl = platform.ownerUrl ?? env.migrationUrl ?? platform.appUrl;
  const client = new pg.Client({ connectionString: ownerUrl });
  try {
    await client.connect();
    await (command === 'list' ? list : rotate)({ env, platform, ownerUrl, client });
  } finally {
    await client.end();
    await platform.release();
  }
}

async function list({ platform, client }: Work): Promise<void> {
  const ids = keyIdsOf(platform.config.keys);
  const counts = await countSealed(client);
  console.log('Encryption keys');
  for (const [index, id] of ids.entries()) {
    const marks = [...(index === 0 ? ['current'] : []), ...(index === ids.length - 1 ? ['owner ids derive from it'] : [])];
    const sealed = counts.filter(({ keyId }) => keyId === id).map(({ table, rows }) => `${table} ${rows}`);
    console.log(`  ${id}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}: ${sealed.length > 0 ? `seals ${sealed.join(', ')}` : 'seals nothing'}`);
  }
  const { rows } = await client.query<{ id: string; purpose: string; created_at: Date; retired_at: Date | null }>(
    'select id, purpose, created_at, retired_at from signing_key order by purpose, created_at, id',
  );
  console.log('Signing keys');
  for (const { id, purpose, created_at: made, retired_at: retired } of rows) {
    console.log(`  ${id} ${purpose}, made ${made.toISOString()}${retired ? `, retired ${retired.toISOString()}` : ', current'}`);
  }
}

async function rotate(work: Work): Promise<void> {
  const { env, platform, client } = work;
  const ownFile = env.keys === null;
  if (ownFile) await requireNobodyElse(client);
  let { keys } = platform.config;
  const [current] = keyIdsOf(keys);
  const unfinished = (await countSealed(client)).some(({ keyId }) => keyId !== current);
  if (!unfinished) {
    keys = prependKey(keys);
    if (!ownFile) return tellNewKeys(keys);
    replaceKeys(env.dataDir, keys); // before anything is sealed with it
  }
  const resealed = await resealAll(client, createKeyring(keys));
  console.log(`${resealed} texts are now sealed with the encryption key ${keyIdsOf(keys)[0]}.`);
  await rotateSigning(work, keys);
}

/** A server that started with the old ring could not open what is sealed with the new key. */
async function requireNobodyElse(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  if ((rows[0]?.others ?? 0) > 0) throw new Error('a server is running on this database and would not know the new key. Stop it, rotate, and start it again.');
}

function tellNewKeys(keys: string): void {
  console.log('A new encryption key was made. Nothing was changed yet:');
  console.log('  1. Keep this value where your secrets are, and start every process with it:');
  console.log(`COUNTERSIGN_KEYS=${keys}`);
  console.log('  2. Then call "npm run keys -- rotate" with it: everything is sealed anew, and the signing keys are replaced.');
}

async function rotateSigning({ platform, ownerUrl }: Work, keys: string): Promise<void> {
  const pool = createPool({ connectionString: ownerUrl, role: platform.role, max: 1 });
  try {
    const { ctx } = initComposition({ pool, config: { ...platform.config, keys }, log: processLog() });
    const { token, mandate } = await rotateSigningKeys(ctx);
    console.log(`Access tokens are now signed by ${token}, mandates and evidence by ${mandate}. A running server follows within a minute.`);
  } finally {
    await pool.end();
  }
}

try {
  await main(process.argv[2]);
} catch (error) {
  console.error(`The keys were not touched further: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
