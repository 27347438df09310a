import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The same server, another database of it. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

export type TestDatabase = { readonly ownerUrl: string; drop(): Promise<void> };

/** A migrated, empty database of its own, copied from the template that lib/testing/global-setup.ts made. */
export async function createTestDatabase(templateUrl: string): Promise<TestDatabase> {
  const template = new URL(templateUrl).pathname.slice(1);
  const name = `countersign_test_${randomUUID().replaceAll('-', '')}`;
  await administer(templateUrl, `create database ${name} template ${template}`);
  return {
    ownerUrl: databaseUrl(templateUrl, name),
    drop: () => administer(templateUrl, `drop database if exists ${name} with (force)`),
  };
}

/** Runs one statement over the maintenance database: a template must have no connections while it is copied. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
