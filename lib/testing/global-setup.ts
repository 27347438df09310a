import type { TestProject } from 'vitest/node';
import { applyMigrations } from '@/lib/platform/apply-migrations';
import { acquireTemporaryDatabase } from '@/lib/platform/embedded-postgres/temporary';
import { administer, databaseUrl } from './database';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connects as the owner to the template database of this run. */
    templateUrl: string;
  }
}

/**
 * One PostgreSQL for the whole run: the embedded one in a folder of its own, or TEST_DATABASE_URL's (its user must be able to create
 * databases). Migrated once, into a template that each test file's database is copied from.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `countersign_test_${process.pid}_template`;
  const templateUrl = databaseUrl(server.url, template);
  const stop = async (): Promise<void> => {
    await administer(server.url, `drop database if exists ${template} with (force)`);
    await server.release();
  };
  try {
    await administer(server.url, `create database ${template}`);
    await applyMigrations(templateUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('templateUrl', templateUrl);
  return stop;
}

async function startServer(): Promise<{ url: string; release(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, release: async () => undefined };
  const { localUrl, release } = await acquireTemporaryDatabase();
  return { url: localUrl, release };
}
