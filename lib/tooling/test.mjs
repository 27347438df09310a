// `npm test`, on a machine with nothing but Node: installs what is missing, then runs every suite.
import './check-node.mjs';

const { prepare } = await import('./prepare.mjs');

await prepare();
const { register } = await import('tsx/esm/api');
register();
await import('./test-all.ts');
