// Plain JavaScript without dependencies: it runs before anything is installed. Types: prepare.d.mts.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withLock } from '../platform/process-lock.mjs';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

const INSTALL_STAMP = path.join(ROOT, 'node_modules', '.countersign-lock');
const CLIENT = path.join(ROOT, 'lib', 'generated', 'prisma', 'client.ts');
const CLIENT_STAMP = path.join(ROOT, 'lib', 'generated', '.schema');
const SERVER = path.join(ROOT, 'dist', 'server.mjs');
const BUILD_ID = path.join(ROOT, '.next', 'BUILD_ID');
const BUILD_STAMP = path.join(ROOT, 'dist', '.sources');
const BUILD_SOURCES = [
  'app', 'components', 'lib', 'prisma/schema', 'public',
  'proxy.ts', 'instrumentation.ts', 'next.config.js', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json',
];
const NOT_BUILT = /^lib\/(generated|testing|tooling\/(?!(build|bundle-storefront|bundle-verifier|verify)\.ts$))|\.test\.tsx?$/;

/** Ends with the status of the program; a signal to us goes on to it, so that nothing is left running. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    const stop = () => ['SIGINT', 'SIGTERM'].forEach((signal) => process.off(signal, forward));
    ['SIGINT', 'SIGTERM'].forEach((signal) => process.on(signal, forward));
    child.on('error', (error) => (stop(), reject(error)));
    child.on('exit', (status, signal) => (stop(), resolve(signal === null ? status : 128 + (os.constants.signals[signal] ?? 0))));
  });
}

async function must(what, command, args, env = {}) {
  const status = await run(command, args, { env: { ...process.env, ...env } });
  if (status === 0) return;
  if (status <= 128) console.error(`${what} failed (exit ${status}).`);
  process.exit(status);
}

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null);

function filesBelow(name) {
  const found = path.join(ROOT, name);
  if (!existsSync(found)) return [];
  const entries = readdirSync(found, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)));
}

function hashOf(names) {
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(path.join(ROOT, name))).update('\0');
  return hash.digest('hex');
}

export function sourcesHash() {
  const names = BUILD_SOURCES.flatMap((name) => (path.extname(name) === '' ? filesBelow(name) : existsSync(path.join(ROOT, name)) ? [name] : []));
  return hashOf(names.map((name) => name.split(path.sep).join('/')).filter((name) => !NOT_BUILT.test(name)).sort());
}

export function stampBuild(hash) {
  writeFileSync(BUILD_STAMP, hash);
}

export function isBuilt() {
  return existsSync(SERVER) && existsSync(BUILD_ID) && read(BUILD_STAMP) === sourcesHash();
}

/** Whether node_modules holds what the lock says, as npm itself recorded it: then someone has installed by hand. */
function installedAsLocked(lock) {
  const recorded = read(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (recorded === null) return false;
  const installed = JSON.parse(recorded).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([name, entry]) => name === '' || entry.link || (name in installed ? installed[name].version === entry.version : entry.optional || entry.devOptional),
  );
}

const npm = (args) => {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args];
};

async function ensureInstalled() {
  const lock = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (read(INSTALL_STAMP) === hash) return;
  if (!installedAsLocked(lock)) {
    console.log('Installing packages ...');
    // Install scripts would download engines and browsers that we do not use; what PostgreSQL's would do is done when it starts.
    await must('npm ci', ...npm(['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']), { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' });
  }
  writeFileSync(INSTALL_STAMP, hash);
}

async function ensureClient() {
  const hash = hashOf([...filesBelow('prisma/schema').sort(), 'prisma.config.ts', 'package-lock.json']);
  if (existsSync(CLIENT) && read(CLIENT_STAMP) === hash) return;
  console.log('Generating the database client ...');
  mkdirSync(path.dirname(CLIENT_STAMP), { recursive: true });
  const child = await capture(process.execPath, [path.join('node_modules', 'prisma', 'build', 'index.js'), 'generate']);
  if (child.status !== 0) {
    console.error(`${child.output}\nprisma generate failed (exit ${child.status}).`);
    process.exit(1);
  }
  writeFileSync(CLIENT_STAMP, hash);
}

export function capture(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** The lock lies outside of node_modules, which `npm ci` removes, and belongs to one user. */
function lockFolder() {
  const name = createHash('sha256').update(realpathSync(ROOT)).digest('hex').slice(0, 16);
  return path.join(os.tmpdir(), `countersign-prepare-${process.getuid?.() ?? 0}-${name}`);
}

const exclusively = (work) => withLock(lockFolder(), work, () => console.log('Another start of this folder is preparing it; waiting ...'));

export async function prepare() {
  process.chdir(ROOT);
  await exclusively(async () => {
    await ensureInstalled();
    await ensureClient();
  });
}

export async function ensureBuilt() {
  if (isBuilt()) return;
  // A fault in the environment is told now, not after a minute of building.
  await must('The environment', process.execPath, ['--import', 'tsx', 'lib/tooling/check-env.ts']);
  await exclusively(async () => {
    if (isBuilt()) return;
    console.log('Building (about a minute; only when sources changed) ...');
    await must('The build', process.execPath, ['--import', 'tsx', 'lib/tooling/build.ts']);
  });
}
