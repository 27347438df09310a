// Runs a TypeScript file of ours: node lib/tooling/run-ts.mjs <file> [arguments]. Installs first what is missing.
import './check-node.mjs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { ROOT, prepare } = await import('./prepare.mjs');

const [node = '', , file = '', ...rest] = process.argv;
const entry = path.resolve(ROOT, file);
await prepare();
process.argv = [node, entry, ...rest];
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(entry).href);
