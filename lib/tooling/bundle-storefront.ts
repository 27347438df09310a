import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { STOREFRONT_SCRIPTS } from '../server/light-page';

/** What a storefront's menu page loads in place of Next's scripts, among the files that Next serves and that browsers keep for ever: its name changes with its content. */
export async function bundleStorefront(): Promise<void> {
  rmSync(STOREFRONT_SCRIPTS, { recursive: true, force: true });
  await build({
    entryPoints: { menu: 'components/storefront/wake-leaves.tsx' },
    outdir: STOREFRONT_SCRIPTS,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    platform: 'browser',
    target: ['chrome111', 'edge111', 'firefox111', 'safari16.4'], // those that Next builds for
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'warning',
  });
}
