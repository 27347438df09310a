import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { acquireDatabase, type EmbeddedDatabase, stopAbandoned } from '.';

const PREFIX = 'countersign-temporary-';
const YOUNG_MS = 60_000;

/** An embedded database in a new folder, gone with its release: for tests and tools. A power cut would damage it. */
export async function acquireTemporaryDatabase(): Promise<EmbeddedDatabase> {
  await sweep();
  const folder = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  chmodSync(folder, 0o711); // the database's user passes through
  const database = await acquireDatabase(folder, { durable: false });
  return { ...database, release: () => database.release().then(() => remove(folder, database.fallback)) };
}

function remove(folder: string, fallback: string | null): void {
  rmSync(folder, { recursive: true, force: true });
  if (fallback !== null) rmSync(fallback, { recursive: true, force: true });
}

/** Stops and removes what runs of this user have left when they were killed. A young folder may be about to get its first user. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(os.tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(os.tmpdir(), name);
    try {
      const { uid, mtimeMs } = statSync(folder);
      const ours = process.getuid === undefined || uid === process.getuid();
      if (ours && Date.now() - mtimeMs > YOUNG_MS && (await stopAbandoned(folder))) rmSync(folder, { recursive: true, force: true });
    } catch {
      // it went away meanwhile, or cannot be stopped: it harms nobody
    }
  }
}
