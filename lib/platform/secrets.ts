import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Env } from '@/lib/env';
import { randomToken } from '@/lib/kernel/id';
import { replaceFile } from './replace-file';

/** The secrets that this installation works with: the environment's, else its own. */
export type Secrets = { readonly authSecret: string; readonly keys: string; readonly operatorApiKey: string };

const StoredSecrets = z.object({ authSecret: z.string().min(32), keys: z.string().min(1), operatorApiKey: z.string().min(16) });

/**
 * Secrets of a process. In a deployment all of them come from the environment (lib/env.ts has seen to it); elsewhere what is missing
 * is made once and kept in `secrets.json` of the data folder, readable by its owner alone. Two processes that start at once get the same.
 */
export function resolveSecrets(env: Env): Secrets {
  const { authSecret, keys, operatorApiKey } = env;
  if (authSecret !== null && keys !== null && operatorApiKey !== null) return { authSecret, keys, operatorApiKey };
  const own = readOrCreate(env.dataDir);
  return { authSecret: authSecret ?? own.authSecret, keys: keys ?? own.keys, operatorApiKey: operatorApiKey ?? own.operatorApiKey };
}

function readOrCreate(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secrets.json');
  if (!existsSync(file)) create(dataDir, file);
  try {
    return StoredSecrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} cannot be read as the secrets of this installation: ${error instanceof z.ZodError ? 'a field is missing' : String(error)}`);
  }
}

/** Writes another key ring into `secrets.json`, whole or not at all. */
export function replaceKeys(dataDir: string, keys: string): void {
  const file = path.join(dataDir, 'secrets.json');
  replaceFile(file, toText({ ...readOrCreate(dataDir), keys }), { mode: 0o600 });
}

const toText = (secrets: Secrets): string => `${JSON.stringify(secrets, null, 2)}\n`;

/** Whole or not at all, and by one process only: link(2) fails when the name is taken. */
function create(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const secrets: Secrets = {
    authSecret: randomBytes(32).toString('base64url'),
    keys: `k1:${randomBytes(32).toString('base64')}`,
    operatorApiKey: randomToken('op_'),
  };
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, toText(secrets), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
