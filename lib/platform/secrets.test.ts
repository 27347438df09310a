import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Env, parseEnv } from '@/lib/env';
import { createKeyring } from '@/lib/kernel/keyring';
import { replaceKeys, resolveSecrets } from './secrets';

let dataDir: string;
beforeEach(() => void (dataDir = mkdtempSync(path.join(os.tmpdir(), 'countersign-secrets-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function envOf(source: Record<string, string> = {}): Env {
  const parsed = parseEnv({ COUNTERSIGN_DATA_DIR: dataDir, ...source });
  if (!parsed.ok) throw new Error(parsed.faults.join());
  return parsed.env;
}

it('makes secrets once and keeps them for their owner alone', () => {
  const first = resolveSecrets(envOf());
  expect(resolveSecrets(envOf())).toEqual(first);
  expect(createKeyring(first.keys).currentKeyId).toBe('k1');
  expect(statSync(path.join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['secrets.json']);
});

it("prefers the environment's", () => {
  const own = resolveSecrets(envOf());
  const given = 'x'.repeat(40);
  expect(resolveSecrets(envOf({ AUTH_SECRET: given }))).toEqual({ ...own, authSecret: given });
});

it('writes no file when everything is given', () => {
  resolveSecrets(envOf({ AUTH_SECRET: 'a'.repeat(32), OPERATOR_API_KEY: 'o'.repeat(32), COUNTERSIGN_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}` }));
  expect(readdirSync(dataDir)).toEqual([]);
});

it('takes another key ring in, keeps the rest and lets nobody else read it', () => {
  const own = resolveSecrets(envOf());
  const keys = `k2:${Buffer.alloc(32, 2).toString('base64')},${own.keys}`;
  replaceKeys(dataDir, keys);
  expect(resolveSecrets(envOf())).toEqual({ ...own, keys });
  expect(statSync(path.join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['secrets.json']);
});

it('says which file is damaged and leaves it alone', () => {
  const file = path.join(dataDir, 'secrets.json');
  writeFileSync(file, '{}');
  expect(() => resolveSecrets(envOf())).toThrow(`${file} cannot be read as the secrets of this installation: a field is missing`);
  expect(readFileSync(file, 'utf8')).toBe('{}');
});
