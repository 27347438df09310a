import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Env, parseEnv } from '@/lib/env';
import { databaseUrl } from '@/lib/testing/database';
import { bootPlatform } from './boot';
import { acquireTemporaryDatabase } from './embedded-postgres/temporary';

// A managed database, as a provider gives it: its owner is no superuser and may not make roles.
const suffix = randomBytes(4).toString('hex');
const [database, owner, server] = [`managed_${suffix}`, `owner_${suffix}`, `server_${suffix}`];
const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-boot-'));
let admin: pg.Client;

const urlOf = (user: string): string => {
  const url = new URL(databaseUrl(inject('templateUrl'), database));
  url.username = user;
  url.password = 'secret';
  return url.href;
};

function envOf(source: Record<string, string>): Env {
  const parsed = parseEnv({ COUNTERSIGN_DATA_DIR: folder, ...source });
  if (!parsed.ok) throw new Error(parsed.faults.join());
  return parsed.env;
}

beforeAll(async () => {
  admin = new pg.Client({ connectionString: databaseUrl(inject('templateUrl'), 'postgres') });
  await admin.connect();
  await admin.query(`create role ${owner} login password 'secret'`);
  await admin.query(`create role ${server} login password 'secret'`);
  await admin.query(`create database ${database} owner ${owner}`);
});
afterAll(async () => {
  await admin.query(`drop database if exists ${database} with (force)`);
  await admin.query(`drop role if exists ${owner}`);
  await admin.query(`drop role if exists ${server}`);
  await admin.end();
  rmSync(folder, { recursive: true, force: true });
});

it('says what an administrator has to run when the owner may not take the roles, one after the other', async () => {
  await expect(bootPlatform(envOf({ DATABASE_URL: urlOf(owner) }))).rejects.toThrow(`As an administrator run: GRANT countersign_app TO ${owner};`);
  await admin.query(`grant countersign_app to ${owner}`);
  await expect(bootPlatform(envOf({ DATABASE_URL: urlOf(owner) }))).rejects.toThrow(`As an administrator run: GRANT countersign_page TO ${owner};`);
});

it('migrates as an ordinary owner and hands out the roles once it is a member', async () => {
  await admin.query(`grant countersign_page to ${owner}`);
  const platform = await bootPlatform(envOf({ DATABASE_URL: urlOf(owner) }));
  expect(platform).toMatchObject({ appUrl: urlOf(owner), role: 'countersign_app' });
  expect(platform.ownerUrl).toBeUndefined();
  await platform.release();
});

it('refuses a serving user that may not take both roles, and takes it once it may', async () => {
  const env = envOf({ DATABASE_URL: urlOf(server), DATABASE_MIGRATION_URL: urlOf(owner) });
  await expect(bootPlatform(env)).rejects.toThrow(`As an administrator run: GRANT countersign_app, countersign_page TO "${server}";`);
  await admin.query(`grant countersign_app to ${server}`);
  await expect(bootPlatform(env)).rejects.toThrow(`As an administrator run: GRANT countersign_page TO "${server}";`);
  await admin.query(`grant countersign_page to ${server}`);
  await expect(bootPlatform(env)).resolves.toMatchObject({ appUrl: urlOf(server) });
});

it('makes both roles and takes them as an owner who is no superuser and may make roles', async () => {
  const fresh = await acquireTemporaryDatabase(); // a server of its own, where nobody has made the roles
  try {
    const url = new URL(fresh.ownerUrl);
    const root = new pg.Client({ connectionString: url.href });
    await root.connect();
    await root.query(`create role landlord login createrole password 'secret'`);
    await root.query('create database let owner landlord');
    await root.end();
    [url.username, url.password, url.pathname] = ['landlord', 'secret', '/let'];
    const platform = await bootPlatform(envOf({ DATABASE_URL: url.href }));
    expect(platform).toMatchObject({ appUrl: url.href, role: 'countersign_app' });
  } finally {
    await fresh.release();
  }
});

it('says which server cannot be reached, without the password', async () => {
  const failure = bootPlatform(envOf({ DATABASE_URL: 'postgresql://app:hidden@127.0.0.1:9/shop' }));
  await expect(failure).rejects.toThrow('PostgreSQL at 127.0.0.1:9 cannot be reached');
  await expect(failure).rejects.not.toThrow('hidden');
});
