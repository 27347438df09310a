import { defineConfig } from 'prisma/config';

// Prisma wants a schema engine that it would download. `generate` needs only an executable; `migrate diff` runs our shim
// over the engine's npm build (lib/tooling/migrations/schema-engine.mjs).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= '/bin/true';
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_MIGRATION_URL ?? process.env.DATABASE_URL ?? 'postgresql://localhost/unused' },
});
