import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

export const MIGRATIONS = 'prisma/migrations';
/** Any number that no other program on the database takes: two starts at once migrate one after the other. */
const LOCK = 7_231_944_108;

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };
type Recorded = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null };

// As Prisma makes it, so that `prisma migrate status` and `deploy` read what we wrote.
const RECORDS = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/** A migration could not be applied, or what was applied is not what stands in prisma/migrations. The message says which and why. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Applies what prisma/migrations holds and the database lacks, in order, each in a transaction of its own, and answers their names.
 * Throws MigrationError when one fails (nothing of it stays) or when an applied one was changed or removed since.
 */
export async function applyMigrations(connectionString: string, folder = path.resolve(MIGRATIONS)): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]); // ends with the connection
    await client.query(RECORDS);
    const recorded = await client.query<Recorded>('select migration_name, checksum, finished_at, rolled_back_at from _prisma_migrations');
    const missing = pending(migrations, recorded.rows.filter((row) => row.rolled_back_at === null));
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function pending(migrations: Migration[], recorded: Recorded[]): Migration[] {
  for (const row of recorded) {
    const migration = migrations.find(({ name }) => name === row.migration_name);
    if (!migration) throw new MigrationError(`The database has migration ${row.migration_name}, which this version does not know. Is it newer?`);
    if (row.finished_at === null) throw new MigrationError(`Migration ${row.migration_name} was begun and not finished. Resolve it with "prisma migrate resolve".`);
    if (row.checksum !== migration.checksum) throw new MigrationError(`Migration ${row.migration_name} was changed after it was applied.`);
  }
  const applied = new Set(recorded.map((row) => row.migration_name));
  const missing = migrations.filter(({ name }) => !applied.has(name));
  const [first] = missing;
  const last = migrations.findLast(({ name }) => applied.has(name));
  if (first && last && first.name < last.name) throw new MigrationError(`Migration ${first.name} was added before ${last.name}, which is applied already.`);
  return missing;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const { message, hint } = error as { message: string; hint?: string };
    throw new MigrationError(`Migration ${migration.name} failed and left nothing behind: ${message}${hint ? `. ${hint}` : ''}`);
  }
}
