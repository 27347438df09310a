import { build, type Plugin } from 'esbuild';
import { rmSync } from 'node:fs';
import { bundleStorefront } from './bundle-storefront';
import { bundleVerifier } from './bundle-verifier';
import { run, sourcesHash, stampBuild } from './prepare.mjs';

// `next build`, the menu page's own script, then dist/server.mjs: our entrance and lib/ as one file; packages stay in node_modules. dist/verify.mjs stands alone.

/** The server's own entrance must not reach code that works only inside Next. */
const noNextOnly: Plugin = {
  name: 'no-next-only',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^(next\/|next-auth|server-only$)/ }, ({ path, importer }) =>
      path === 'next-auth/jwt' ? undefined : { errors: [{ text: `${path} works only inside Next; it is imported by ${importer}` }] },
    ),
};

const hash = sourcesHash(); // of before: what is edited meanwhile is built next time
rmSync('dist', { recursive: true, force: true });
const status = await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
  env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
});
if (status !== 0) process.exit(status);
await bundleStorefront();
const { metafile } = await build({
  entryPoints: { server: 'lib/server/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
  inject: ['lib/server/light-response.ts'], // `Response` in this bundle alone
  plugins: [noNextOnly],
});
await bundleVerifier('dist/verify.mjs');
stampBuild(hash);
console.log(`dist/server.mjs: ${Object.keys(metafile.inputs).length} modules`);
