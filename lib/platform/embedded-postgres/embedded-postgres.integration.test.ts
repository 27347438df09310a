import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireDatabase, stopAbandoned } from '.';

type User = { child: ChildProcess; ownerUrl: string; fallback: string | null; leave(): Promise<void>; kill(): Promise<void> };

let folder: string;
let users: User[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-embedded-'));
  chmodSync(folder, 0o711);
});
afterEach(async () => {
  await Promise.all(users.map((user) => user.kill()));
  users = [];
  await stopAbandoned(folder);
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that uses the database, in a process group of its own. */
async function startUser(dataDir = folder): Promise<User> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/testing/database-user.ts', dataDir], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([once(child.stdout, 'data'), exited.then(() => Promise.reject(new Error('the user process ended')))])) as [Buffer];
  const user: User = {
    child,
    ...(JSON.parse(line.toString()) as { ownerUrl: string; fallback: string | null }),
    leave: async () => {
      child.stdin.write('leave\n');
      await exited;
    },
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
  users.push(user);
  return user;
}

const pidFile = (root = path.join(folder, 'postgres')): string => path.join(root, 'server', 'data', 'postmaster.pid');
const postmasterPid = (): number => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);
const socketOf = (localUrl: string): string => path.join(new URL(localUrl).searchParams.get('host') ?? '', `.s.PGSQL.${new URL(localUrl).port}`);
const isRunning = (): boolean => existsSync(pidFile());

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ answer: unknown }>(text)).rows[0]?.answer;
  } finally {
    await client.end();
  }
}

describe('processes on one data folder', () => {
  it('share one PostgreSQL when four start at once, and the last to leave stops it', async () => {
    const [first, ...others] = await Promise.all([startUser(), startUser(), startUser(), startUser()]);
    expect(new Set([first, ...others].map((user) => user.ownerUrl)).size).toBe(1);
    const pid = postmasterPid();
    for (const user of others) await user.leave();
    expect(postmasterPid()).toBe(pid);
    await first.leave();
    expect(isRunning()).toBe(false);
  });

  it('adopt the PostgreSQL of a server that was killed, and do not count the dead as a user', async () => {
    const first = await startUser();
    await ask(first.ownerUrl, 'create table kept (id int)');
    const pid = postmasterPid();
    await first.kill();
    const second = await startUser();
    expect(postmasterPid()).toBe(pid);
    expect(await ask(second.ownerUrl, "select to_regclass('kept') is not null as answer")).toBe(true);
    await second.leave();
    expect(isRunning()).toBe(false);
  });

  it('keep their PostgreSQL through a Ctrl-C in their terminal', async () => {
    const user = await startUser();
    const pid = postmasterPid();
    process.kill(-(user.child.pid ?? 0), 'SIGINT');
    expect(await ask(user.ownerUrl, 'select 1 as answer')).toBe(1);
    expect(postmasterPid()).toBe(pid);
  });
});

describe('a PostgreSQL that is killed', () => {
  it('starts again although its pid belongs to another process by now', async () => {
    const first = await acquireDatabase(folder, { durable: false });
    const stale = readFileSync(pidFile(), 'utf8');
    await first.release();
    writeFileSync(pidFile(), stale.replace(/^\d+/, String(process.pid)));
    const second = await acquireDatabase(folder, { durable: false });
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await ask(second.ownerUrl, 'select 1 as answer')).toBe(1);
    await second.release();
  });

  it.skipIf(process.platform === 'win32')('starts again although the pid beside its socket belongs to another process by now', async () => {
    const first = await acquireDatabase(folder, { durable: false });
    const lock = `${socketOf(first.localUrl)}.lock`;
    const stale = readFileSync(lock, 'utf8');
    await first.release();
    writeFileSync(lock, stale.replace(/^\d+/, String(process.ppid)));
    const second = await acquireDatabase(folder, { durable: false });
    expect(second.localUrl).toBe(first.localUrl);
    expect(await ask(second.localUrl, 'select 1 as answer')).toBe(1);
    await second.release();
  });

  it('is started again at the same address under a process that uses it', async () => {
    const database = await acquireDatabase(folder, { durable: false });
    process.kill(postmasterPid(), 'SIGKILL');
    await expect.poll(() => ask(database.ownerUrl, 'select 1 as answer').catch(() => null), { timeout: 20_000 }).toBe(1);
    expect(await ask(database.localUrl, 'select 1 as answer')).toBe(1);
    await database.release();
    expect(isRunning()).toBe(false);
  });

  it('starts again from what it left', async () => {
    const user = await startUser();
    await ask(user.ownerUrl, 'create table kept (id int)');
    await user.kill();
    process.kill(postmasterPid(), 'SIGKILL');
    const next = await acquireDatabase(folder, { durable: false });
    expect(await ask(next.ownerUrl, "select to_regclass('kept') is not null as answer")).toBe(true);
    await next.release();
  });
});

it('listens on this machine alone and asks for a password', async () => {
  const database = await acquireDatabase(folder, { durable: false });
  try {
    expect(await ask(database.ownerUrl, "select current_setting('listen_addresses') as answer")).toBe('127.0.0.1');
    const wrong = new URL(database.ownerUrl);
    wrong.password = 'password';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  } finally {
    await database.release();
  }
});

describe.skipIf(process.platform === 'win32')('its Unix socket', () => {
  it('answers whoever knows the password, in a folder that nobody else may enter', async () => {
    const database = await acquireDatabase(folder, { durable: false });
    try {
      expect(await ask(database.localUrl, 'select inet_server_addr() is null as answer')).toBe(true);
      expect(lstatSync(path.dirname(socketOf(database.localUrl))).mode & 0o777).toBe(0o700);
      const wrong = new URL(database.localUrl);
      wrong.password = 'password';
      await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    } finally {
      await database.release();
    }
  });

  it('is there in a folder with a space in its name, and not in one whose name is too long for it', async () => {
    for (const [name, hasSocket] of [['a folder, and its comma', true], ['long'.repeat(30), false]] as const) {
      const database = await acquireDatabase(path.join(folder, name), { durable: false });
      try {
        expect(new URL(database.localUrl).searchParams.has('host')).toBe(hasSocket);
        expect(await ask(database.localUrl, 'select inet_server_addr() is null as answer')).toBe(hasSocket);
      } finally {
        await database.release();
      }
    }
  });
});

it.runIf(process.getuid?.() === 0)('lies elsewhere when its user cannot enter the data folder, and says where', async () => {
  const home = path.join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  const database = await acquireDatabase(path.join(home, 'data'), { durable: false });
  try {
    expect(database.fallback).toMatch(/^\/var\/tmp\/countersign-[0-9a-f]{16}$/);
    expect(existsSync(pidFile(database.fallback ?? ''))).toBe(true);
    expect(await ask(database.ownerUrl, 'select 1 as answer')).toBe(1);
  } finally {
    await database.release();
    rmSync(database.fallback ?? '', { recursive: true, force: true });
  }
});
