// `npm start`: plain Node until everything is installed, then the production server in this same process.
import './check-node.mjs';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { ROOT, ensureBuilt, prepare } = await import('./prepare.mjs');

await prepare();
if (existsSync('.env')) process.loadEnvFile('.env'); // as the server will; what is set already stays
// What the operator asked for: the server itself always runs as production.
if (process.env.ENV !== 'production') process.env.COUNTERSIGN_DEPLOYMENT ??= process.env.NODE_ENV === 'production' ? '1' : '0';
await ensureBuilt();
process.env.NODE_ENV = 'production';
await import(pathToFileURL(path.join(ROOT, 'dist', 'server.mjs')).href);
