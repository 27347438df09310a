import pg from 'pg';
import { PAGE_ROLE } from '@/lib/db';
import type { Env } from '@/lib/env';
import { applyMigrations } from './apply-migrations';
import { acquireDatabase, type EmbeddedDatabase } from './embedded-postgres';
import { checkEncryptionKeys } from './encryption-keys';
import { resolveSecrets, type Secrets } from './secrets';

/** The role that the pools work as; prisma/migrations makes it and says what it may do. */
const APPLICATION_ROLE = 'countersign_app';
const OLDEST_POSTGRES = 15;

/** What a server may start on: a migrated database, and the configuration with every secret in it. */
export type Platform = {
  readonly config: Env & Secrets;
  /** Owns the embedded database; undefined on a database of the operator's. */
  readonly ownerUrl?: string;
  /** For the pools, which take `role` on each connection. */
  readonly appUrl: string;
  readonly role: string;
  /** Leaves the embedded database, which stops with its last user. Call it after the pools have ended. */
  release(): Promise<void>;
};

/**
 * Makes everything ready that a server needs below it: secrets, the embedded PostgreSQL unless DATABASE_URL names another, migrations,
 * and the proof that the application's roles work and the keys open what was sealed. Throws with a message for people when something of that fails; nothing stays running then.
 */
export async function bootPlatform(env: Env): Promise<Platform> {
  const config = { ...env, ...resolveSecrets(env) };
  if (env.databaseUrl !== null) {
    await prepare(env.migrationUrl ?? env.databaseUrl, env.databaseUrl, config.keys);
    return { config, appUrl: env.databaseUrl, role: APPLICATION_ROLE, release: async () => undefined };
  }
  const database = await acquireDatabase(env.dataDir);
  announce(database);
  try {
    await prepare(database.ownerUrl, database.localUrl, config.keys);
  } catch (error) {
    await database.release();
    throw error;
  }
  return { config, ownerUrl: database.ownerUrl, appUrl: database.localUrl, role: APPLICATION_ROLE, release: database.release };
}

function announce({ fallback }: EmbeddedDatabase): void {
  if (fallback !== null) console.log(`The database lies in ${fallback}: its user "postgres" cannot enter the data folder.`);
}

async function prepare(ownerUrl: string, appUrl: string, keys: string): Promise<void> {
  await checkVersion(ownerUrl);
  await applyMigrations(ownerUrl);
  await checkRoles(ownerUrl, appUrl);
  await withClient(ownerUrl, (client) => checkEncryptionKeys(client, keys));
}

async function checkVersion(url: string): Promise<void> {
  const version = await withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  });
  if (version < OLDEST_POSTGRES) throw new Error(`PostgreSQL ${OLDEST_POSTGRES} or newer is needed; this is version ${version}.`);
}

/** The serving user must be able to take both roles; where the owner may grant that, it is granted. */
async function checkRoles(ownerUrl: string, appUrl: string): Promise<void> {
  const { user, missing } = await withClient(appUrl, async (client) => {
    const { rows } = await client.query<{ user: string }>('select session_user::text as user');
    return { user: rows[0]?.user ?? '', missing: await rolesOutOfReach(client) };
  });
  if (missing.length > 0) {
    const grant = `GRANT ${missing.join(', ')} TO ${pg.escapeIdentifier(user)}`;
    await withClient(ownerUrl, (client) => client.query(grant)).catch((error: Error) => {
      throw new Error(`${user} may not take the role ${missing.join(' and ')} (${error.message}). As an administrator run: ${grant};`);
    });
  }
  await withClient(appUrl, async (client) => {
    await client.query(`set role ${APPLICATION_ROLE}`);
    await client.query('select 1 from installation limit 1');
    await client.query(`set role ${PAGE_ROLE}`);
    await client.query('select id from wallet limit 1');
  }).catch((error: Error) => {
    throw new Error(`The application's role cannot use the database of DATABASE_URL: ${error.message}. Is it the one that DATABASE_MIGRATION_URL migrates?`);
  });
}

/** Tried, not looked up: from PostgreSQL 16 on a member of a role may still not take it. */
async function rolesOutOfReach(client: pg.Client): Promise<string[]> {
  const missing: string[] = [];
  for (const role of [APPLICATION_ROLE, PAGE_ROLE]) {
    await client.query(`set role ${role}`).catch(() => missing.push(role));
    await client.query('reset role');
  }
  return missing;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((error: Error) => {
    const { hostname, port } = new URL(url);
    throw new Error(`PostgreSQL at ${hostname}:${port || '5432'} cannot be reached: ${error.message || String(error)}`);
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
