import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export type GeneratedFile = { readonly path: string; readonly content: string };

/** Writes files that are made from others, or, asked with --check, compares: 1 when one is not as it would be made now. */
export function writeOrCheck(files: readonly GeneratedFile[], { check, command }: { check: boolean; command: string }): 0 | 1 {
  const stale = files.filter(({ path, content }) => !existsSync(path) || readFileSync(path, 'utf8') !== content);
  if (check) {
    for (const { path } of stale) console.error(`${path} is not what the sources make: run ${command}`);
    if (stale.length === 0) console.log(`${files.map(({ path }) => path).join(', ')}: as the sources make ${files.length === 1 ? 'it' : 'them'}`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const { path, content } of stale) writeFileSync(path, content);
  console.log(stale.length === 0 ? 'Nothing changed.' : `Wrote ${stale.map(({ path }) => path).join(', ')}`);
  return 0;
}
