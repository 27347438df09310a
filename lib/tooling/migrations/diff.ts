import { applyMigrations } from '@/lib/platform/apply-migrations';
import { acquireTemporaryDatabase } from '@/lib/platform/embedded-postgres/temporary';
import { sqlToSchema } from './schema-engine';

// Drift check: applies prisma/migrations to an empty database and compares that with prisma/schema. Any difference is printed as the
// SQL that would remove it, ready for a new migration, and ends with exit 1. `--from-empty` prints the SQL for the whole schema.

const fromEmpty = process.argv.includes('--from-empty');
const database = await acquireTemporaryDatabase();
let sql: string;
try {
  if (!fromEmpty) await applyMigrations(database.ownerUrl);
  sql = await sqlToSchema(database.ownerUrl, fromEmpty ? 'empty' : 'database');
} finally {
  await database.release();
}
if (sql !== '') console.log(sql);
if (!fromEmpty) console.error(sql === '' ? 'No drift: prisma/migrations make what prisma/schema says.' : 'Drift: prisma/migrations and prisma/schema differ.');
process.exit(sql === '' || fromEmpty ? 0 : 1);
