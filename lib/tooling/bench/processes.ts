import { fork, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { invariant } from '@/lib/kernel/invariant';

/** A process under test. */
export type Started = { readonly pid: number; readonly stop: () => Promise<void> };

const START_LIMIT_MS = 180_000;

// What this shell has set for a server of its own is not for ours.
const FOR_A_SERVER = /^(COUNTERSIGN_.*|DATABASE_.*|NODE_ENV|PORT|HOST|PUBLIC_BASE_URL|ROLE|AUTH_.*|OPERATOR_API_KEY|TRUST_PROXY|POOL_MAX|LOG_LEVEL|ENV|CONFIG_FILE|PERSISTENCE_PATH)$/;
const inherited = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOR_A_SERVER.test(name))) as NodeJS.ProcessEnv;

/** The production server as `npm start` runs it, rate budgets lifted; its log, at the usual level, goes to a file. */
export async function startServer(options: { dataDir: string; port: number; role: 'web' | 'all' }): Promise<Started & { origin: string }> {
  const origin = `http://localhost:${options.port}`;
  const log = openSync(path.join(options.dataDir, `server-${options.role}.log`), 'a');
  const env = {
    ...inherited(), PORT: String(options.port), COUNTERSIGN_DATA_DIR: options.dataDir, COUNTERSIGN_TEST: '1', PUBLIC_BASE_URL: origin, ROLE: options.role,
  };
  const child = spawn(process.execPath, ['lib/tooling/start.mjs'], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await fetch(`${origin}/ready`).then(({ ok }) => ok, () => false))) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`the server was not ready; its log is in ${options.dataDir}`);
    await delay(100);
  }
  return { ...toStarted(child), origin };
}

/** The bare JSON handler of floor-http.mjs. */
export async function startHttpFloor(): Promise<Started & { origin: string }> {
  const child = fork(path.join(import.meta.dirname, 'floor-http.mjs'), { execArgv: [], env: { ...inherited(), NODE_ENV: 'production' } });
  const { port } = (await nextMessage(child)) as { port: number };
  return { ...toStarted(child), origin: `http://127.0.0.1:${port}` };
}

/** floor-sql.ts, which answers each run that it is sent. */
export async function startSqlFloor(config: object): Promise<Started & { run: (work: object) => Promise<void> }> {
  const file = path.join(import.meta.dirname, 'floor-sql.ts');
  const env = { ...inherited(), NODE_ENV: 'production' } as NodeJS.ProcessEnv;
  const child = fork(file, [JSON.stringify(config)], { execArgv: ['--import', 'tsx'], serialization: 'advanced', env });
  await nextMessage(child);
  const run = async (work: object): Promise<void> => {
    child.send(work);
    await nextMessage(child);
  };
  return { ...toStarted(child), run };
}

const nextMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('a process of the bench ended'));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve(message);
    });
  });

function toStarted(child: ChildProcess): Started {
  const { pid } = child;
  invariant(pid !== undefined, 'a process that was started has an id');
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { pid, stop: () => (child.kill('SIGTERM'), exited) };
}
