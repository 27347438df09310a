import { build } from 'esbuild';

/** lib/tooling/verify.ts with everything that it needs as one file: it runs in an empty folder. */
export async function bundleVerifier(outfile: string): Promise<void> {
  await build({
    entryPoints: ['lib/tooling/verify.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    legalComments: 'inline',
    logLevel: 'warning',
  });
}
