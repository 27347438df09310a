import { defineConfig } from 'prisma/config';

// Prisma wants a schema engine that it would download. `generate` and `validate` need only an executable; what compares schemas
// (npm run migrate:diff) calls the engine's npm build itself: lib/tooling/migrations/schema-engine.ts.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= '/bin/true';
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_MIGRATION_URL ?? process.env.DATABASE_URL ?? 'postgresql://localhost/unused' },
});
