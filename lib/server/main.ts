import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { getCtx } from '@/lib/composition';
import { endpoints } from '@/lib/entrance/routes';
import { serverEntrance } from '@/lib/entrance/server-entrance';
import { loadEnv, type Env } from '@/lib/env';
import { processLog } from '@/lib/log';
import { bootPlatform } from '@/lib/platform/boot';
import { announcement } from './announce';
import { startBackground, startCore, type Config } from './core';
import { trackInFlight } from './in-flight';
import { startInspector } from './inspector';
import { withLightPages } from './light-page';
import { createListener } from './listener';
import { createNext, type NextApp } from './next-app';
import { createShutdown, stopAtSignals, type Shutdown } from './shutdown';

// The production entrance: endpoints from the route table, everything else through Next. One process, one port.

async function start(env: Env, shutdown: Shutdown): Promise<void> {
  serverEntrance.ours = true;
  const core = await startCore(env, shutdown);
  const { config } = core;
  const web = config.role === 'worker' ? null : await startWeb(config, shutdown);
  if (config.role !== 'web') startBackground(core, shutdown);
  if (!web) {
    console.log('Countersign works through its outbox.');
    return;
  }
  await serve(config, withLightPages(web.handle), shutdown);
  console.log(announcement(config.publicOrigin, config.dataDir));
}

/** Ready means that pages are too. Most servers of the tests never show one: there the first page waits for it. */
async function startWeb(config: Config, shutdown: Shutdown): Promise<NextApp> {
  const web = createNext(config.publicOrigin, config.port);
  startInspector(getCtx(), shutdown);
  shutdown.onStop('next', web.close);
  if (!config.testMode) await web.load();
  return web;
}

/** `node dist/server.mjs migrate`: brings the database to this version and ends, for whoever deploys in steps. A server does the same when it starts. */
async function migrate(env: Env): Promise<void> {
  const platform = await bootPlatform(env);
  await platform.release();
  console.log('The database is at this version.');
}

async function serve(config: Config, toNext: Parameters<typeof createListener>[0]['toNext'], shutdown: Shutdown): Promise<void> {
  const inFlight = trackInFlight(createListener({ ...config, endpoints, toNext }));
  const server = createServer(inFlight.listener);
  // Longer than the idle timeout of a balancer in front (often 60 s), or it would reuse a connection that we just closed.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  server.requestTimeout = 30_000; // to receive a request, not to answer it: event streams are not cut
  await listenOn(server, config);
  shutdown.onStop('server', () => inFlight.drain(server));
}

async function listenOn(server: Server, { host, port }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} on ${host} is in use. Choose another: PORT=${port + 1} npm start`) : error);
    });
    server.listen(port, host, resolve);
  });
}

if (process.env.NODE_ENV !== 'production') throw new Error('Run with NODE_ENV=production: React and Next choose their builds by it.');
if (existsSync('.env')) process.loadEnvFile('.env');
const env = loadEnv();
const shutdown = createShutdown((name, error) => processLog().error({ err: error }, `${name} could not be stopped in order`));
const started = process.argv[2] === 'migrate' ? migrate(env) : start(env, shutdown);
stopAtSignals(started, shutdown, env.drainSeconds);
try {
  await started;
} catch (error) {
  console.error(`Countersign cannot start: ${error instanceof Error ? error.message : String(error)}`);
  processLog().debug({ err: error }, 'start failed');
  await shutdown.stop();
  process.exit(1);
}
