import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

type Check = (version: string, definition: string, data: unknown) => { ok: boolean; errors: string[] };

const tool = path.resolve(process.cwd(), '../shared/tooling/acp-validate.mjs');

/** The official ACP schemas lie beside the project, not in it. */
export const officialSchemasAreHere = existsSync(tool);

/** For tests: faults of JSON by the official schema of a version; [] when it is valid. `definition` is one of its `$defs`. */
export async function officialFaults(version: string, definition: string, value: unknown): Promise<string[]> {
  const { check } = (await import(/* @vite-ignore */ pathToFileURL(tool).href)) as { check: Check };
  return check(version, definition, JSON.parse(JSON.stringify(value))).errors;
}

if (!officialSchemasAreHere) {
  process.stderr.write(`SKIPPED: no answer is validated against the official ACP schemas, because ${tool} is not there.\n`);
}
