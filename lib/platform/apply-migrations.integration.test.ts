import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/testing/database';
import { applyMigrations } from './apply-migrations';

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-migrations-'));
  cpSync('prisma/migrations', folder, { recursive: true });
  database = await createTestDatabase(inject('templateUrl'));
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function add(name: string, sql: string): void {
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}

async function tableExists(name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [name]);
  await client.end();
  return rows[0]?.found ?? false;
}

describe('applyMigrations', () => {
  it('has nothing to do on a migrated database', async () => {
    expect(await applyMigrations(database.ownerUrl, folder)).toEqual([]);
  });

  it('applies what is new, in order and once, however many processes start at the same time', async () => {
    add('9001_first', 'create table first_one (id int)');
    add('9002_second', 'alter table first_one add column more int');
    const applied = await Promise.all(Array.from({ length: 4 }, () => applyMigrations(database.ownerUrl, folder)));
    expect(applied.flat()).toEqual(['9001_first', '9002_second']);
  });

  it('leaves nothing of a migration that fails, keeps those before it, and tries again next time', async () => {
    add('9001_good', 'create table good (id int)');
    add('9002_bad', 'create table half (id int); select nonsense');
    await expect(applyMigrations(database.ownerUrl, folder)).rejects.toThrow('Migration 9002_bad failed and left nothing behind: column "nonsense" does not exist');
    expect([await tableExists('good'), await tableExists('half')]).toEqual([true, false]);
    writeFileSync(path.join(folder, '9002_bad', 'migration.sql'), 'create table half (id int)');
    expect(await applyMigrations(database.ownerUrl, folder)).toEqual(['9002_bad']);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    const [first = ''] = readdirSync(folder).filter((name) => name.startsWith('0001'));
    appendFileSync(path.join(folder, first, 'migration.sql'), '\n-- edited');
    await expect(applyMigrations(database.ownerUrl, folder)).rejects.toThrow(`Migration ${first} was changed after it was applied.`);
  });

  it('refuses a database that a newer version has migrated', async () => {
    rmSync(path.join(folder, '0002_rules'), { recursive: true });
    await expect(applyMigrations(database.ownerUrl, folder)).rejects.toThrow('which this version does not know');
  });

  it('refuses a migration that comes before an applied one', async () => {
    add('0001_z_late', 'select 1');
    await expect(applyMigrations(database.ownerUrl, folder)).rejects.toThrow('Migration 0001_z_late was added before');
  });
});
