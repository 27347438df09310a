import { spawn } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { replaceFile } from '../replace-file';
import { runAs } from './account';
import type { Home } from './home';

export const OWNER = 'countersign';
const DATABASE = 'countersign';
const START_ATTEMPTS = 20;
// Terse: an error's detail would repeat the row that it is about, and what is in it is nobody's to read in a log.
const FLAGS = ['log_error_verbosity=terse', 'max_connections=200', 'listen_addresses=127.0.0.1', 'timezone=UTC', 'log_timezone=UTC'];
const SOCKET_PREFIX = '.s.PGSQL.';
const SOCKET_PATH_MAX = 103; // bytes that the address of a Unix socket holds on macOS; Linux takes four more
const NOT_DURABLE = ['fsync=off', 'full_page_writes=off'];

/** Runs a program of PostgreSQL in a process session of its own: a Ctrl-C in our terminal is not for it. */
function run(home: Home, program: 'initdb' | 'pg_ctl', args: string[]): Promise<{ status: number; output: string }> {
  const env = { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(home.native, 'bin', program), args, {
      ...runAs(home.account),
      cwd: path.dirname(home.data),
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** Makes the cluster, in a folder that gets its name only when all of it is there: a crash on the way leaves no half one. */
async function initialize(home: Home): Promise<void> {
  const half = `${home.data}.half`;
  const passwordFile = `${home.data}.initial-password`;
  rmSync(half, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, home.password, { mode: 0o600 });
  if (home.account.isOther) chownSync(passwordFile, home.account.uid, home.account.gid);
  try {
    const made = await run(home, 'initdb', [
      `--pgdata=${half}`, `--username=${OWNER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C',
    ]);
    if (made.status !== 0) throw new Error(`PostgreSQL could not be set up in ${home.data}:\n${made.output}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, home.data);
}

type Postmaster = { readonly pid: number; readonly port: number };

const pidFile = (home: Home): string => path.join(home.data, 'postmaster.pid');

/** What postmaster.pid says, whether or not it is still true. */
function recordedPostmaster(home: Home): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(pidFile(home), 'utf8').split('\n');
  } catch {
    return null;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : null;
}

/** The postmaster of this cluster, if one runs: from postmaster.pid, and only when that process is a PostgreSQL of this folder. */
export function findPostmaster(home: Home): Postmaster | null {
  const recorded = recordedPostmaster(home);
  return recorded !== null && isPostmasterOf(recorded.pid, home.data) ? recorded : null;
}

function isPostmasterOf(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return exists(pid);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data); // a zombie has an empty command line
  } catch {
    return false;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A pid is used again, above all in containers. PostgreSQL clears away a dead one by itself, but would wait for one that lives. The lock beside a
 * socket names a pid too; the folder is this cluster's alone, so what lies there is of a postmaster that is no more.
 */
function removeMisleadingPidFiles(home: Home): void {
  const recorded = recordedPostmaster(home);
  if (recorded !== null && exists(recorded.pid) && !isPostmasterOf(recorded.pid, home.data)) rmSync(pidFile(home));
  const folder = path.dirname(home.data);
  for (const name of readdirSync(folder)) if (name.startsWith(SOCKET_PREFIX)) rmSync(path.join(folder, name), { force: true });
}

const isFree = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });

/** The port of last time when it is free, else any free one. */
async function choosePort(home: Home): Promise<number> {
  const before = existsSync(home.portFile) ? Number(readFileSync(home.portFile, 'utf8')) : 0;
  const port = (Number.isInteger(before) && before > 0 ? await isFree(before) : null) ?? (await isFree(0));
  if (port === null) throw new Error('No free TCP port on 127.0.0.1');
  return port;
}

export const ownerUrl = (home: Home, port: number, database = DATABASE): string => `postgresql://${OWNER}:${home.password}@127.0.0.1:${port}/${database}`;

/** The same through the cluster's Unix socket, which costs both sides less than TCP; by TCP where there is none: on Windows, in a folder whose name is too long, and where a postmaster of an earlier version runs on. */
export function localUrl(home: Home, port: number): string {
  const folder = path.dirname(home.data);
  const url = new URL(ownerUrl(home, port));
  if (socketFlag(home, port) !== '' && existsSync(path.join(folder, `${SOCKET_PREFIX}${port}`))) url.searchParams.set('host', folder);
  return url.href;
}

/** `..`: PostgreSQL reads it from within its data folder, so that no letter of the path needs quoting. Nobody else may enter there (home.ts, mode 0700). */
const socketFlag = (home: Home, port: number): string =>
  process.platform !== 'win32' && Buffer.byteLength(path.join(path.dirname(home.data), `${SOCKET_PREFIX}${port}`)) <= SOCKET_PATH_MAX ? '..' : '';

/** Runs one statement as the owner; connecting is the proof that this is our cluster. */
async function query(home: Home, port: number, text: string, values: string[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl(home, port, 'postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return (await client.query(text, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function launch(home: Home, durable: boolean): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(home);
    removeMisleadingPidFiles(home);
    const options = [`-p ${port}`, ...[...FLAGS, `unix_socket_directories=${socketFlag(home, port)}`, ...(durable ? [] : NOT_DURABLE)].map((flag) => `-c ${flag}`)].join(' ');
    const started = await run(home, 'pg_ctl', ['start', '-D', home.data, '-l', home.logFile, '-w', '-t', '60', '-o', options]);
    if (started.status === 0) {
      replaceFile(home.portFile, String(port)); // other processes look for it at any time
      return port;
    }
    // Another program may have taken the port; backends of a killed postmaster may hold its shared memory for a moment.
    if (attempt === START_ATTEMPTS) throw new Error(`PostgreSQL did not start.\n${started.output}\nIts log is ${home.logFile}:\n${tail(home.logFile)}`);
    await delay(250);
  }
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-12).join('\n') : '(no log)';
}

/** Sees to it that the cluster exists and runs, and answers its port. A postmaster that is still alive is taken as it is. */
export async function ensureRunning(home: Home, durable: boolean): Promise<number> {
  if (!existsSync(home.data)) await initialize(home);
  const port = (await adopt(home)) ?? (await launch(home, durable));
  if ((await query(home, port, 'select 1 from pg_database where datname = $1', [DATABASE])) === 0) await query(home, port, `create database ${DATABASE}`);
  return port;
}

/** A postmaster that survived its server, once it takes connections; null when there is none or it goes away meanwhile. */
async function adopt(home: Home): Promise<number | null> {
  for (;;) {
    const postmaster = findPostmaster(home);
    if (postmaster === null) return null;
    try {
      await query(home, postmaster.port, 'select 1');
      return postmaster.port;
    } catch (error) {
      // It may be starting, recovering or stopping; a wrong password will not become right.
      if ((error as { code?: string }).code === '28P01') throw error;
      await delay(100);
    }
  }
}

/** Stops the cluster: open transactions are rolled back, everything committed is on disk. */
export async function stop(home: Home): Promise<void> {
  if (findPostmaster(home) === null) return;
  const stopped = await run(home, 'pg_ctl', ['stop', '-D', home.data, '-m', 'fast', '-w', '-t', '60']);
  if (stopped.status !== 0 && findPostmaster(home) !== null) throw new Error(`PostgreSQL did not stop.\n${stopped.output}`);
}
