import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnv } from './env';
import { withConfigFile } from './env-source';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-config-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

describe('CONFIG_FILE', () => {
  it.each([['config.yaml', 'PORT: 4000\nLOG_LEVEL: warn\n'], ['config.json', '{"PORT": 4000, "LOG_LEVEL": "warn"}']])('is read as %s; the environment wins', (name, text) => {
    const read = withConfigFile({ CONFIG_FILE: file(name, text), PORT: '', LOG_LEVEL: 'error' });
    const parsed = read.ok ? parseEnv(read.source) : read;
    expect(parsed).toMatchObject({ ok: true, env: { port: 4000, logLevel: 'error' } });
  });

  it.each([['a list', '- PORT'], ['a value that is no plain one', 'PORT: {a: secret}'], ['no YAML', 'PORT: [']])('refuses %s, and repeats nothing of it', (_what, text) => {
    const read = withConfigFile({ CONFIG_FILE: file('wrong.yaml', text) });
    expect(read).toMatchObject({ ok: false, faults: [expect.stringMatching(/^CONFIG_FILE /) as string] });
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it('refuses a file that is not there', () => expect(withConfigFile({ CONFIG_FILE: path.join(folder, 'none') })).toMatchObject({ ok: false }));
  it('is not needed', () => expect(withConfigFile({ PORT: '1' })).toEqual({ ok: true, source: { PORT: '1' } }));
});

describe('the names of the orchestrator', () => {
  const DEPLOYED = { ENV: 'production', DATABASE_URL: 'postgresql://a:b@db.example/shop' };

  it('ask for a deployment, which needs what a deployment needs', () => {
    const parsed = parseEnv(DEPLOYED);
    expect(parsed.ok ? [] : parsed.faults.join()).toContain('PUBLIC_BASE_URL is missing');
    expect(parseEnv({ ...DEPLOYED, ENV: 'development' }).ok).toBe(true);
    expect(parseEnv({ ...DEPLOYED, COUNTERSIGN_DEPLOYMENT: '0' }).ok, 'our own name wins').toBe(true);
  });

  it('never end in the demo where a database was forgotten', () => {
    const parsed = parseEnv({ ENV: 'production' });
    expect(parsed.ok ? [] : parsed.faults.join()).toContain('DATABASE_URL is missing');
    expect(parseEnv({ ENV: 'production', COUNTERSIGN_DEPLOYMENT: '0' }).ok, 'our own name wins').toBe(true);
    expect(parseEnv({ NODE_ENV: 'production' }).ok, 'npm start alone is the demo').toBe(true);
  });

  it('name the data folder', () => {
    expect(parseEnv({ PERSISTENCE_PATH: '/srv/shop' })).toMatchObject({ env: { dataDir: '/srv/shop' } });
    expect(parseEnv({ PERSISTENCE_PATH: '/srv/shop', COUNTERSIGN_DATA_DIR: '/srv/own' })).toMatchObject({ env: { dataDir: '/srv/own' } });
  });

  it('give one merchant a key, named by who calls', () => {
    const bearer = { AUTH_BEARER_TOKEN: 't'.repeat(32), AUTH_TENANT_ID: 'regal-moose' };
    expect(parseEnv(bearer)).toMatchObject({ env: { bearer: { token: bearer.AUTH_BEARER_TOKEN, tenant: 'regal-moose', caller: 'AUTH_BEARER_TOKEN' } } });
    expect(parseEnv({ ...bearer, AUTH_CALLER_ID: 'erp' })).toMatchObject({ env: { bearer: { caller: 'erp' } } });
    expect(parseEnv({})).toMatchObject({ env: { bearer: null } });
    for (const alone of [{ AUTH_BEARER_TOKEN: bearer.AUTH_BEARER_TOKEN }, { AUTH_TENANT_ID: 'regal-moose' }]) expect(parseEnv(alone)).toMatchObject({ ok: false, faults: [expect.stringContaining('come together') as string] });
    expect(parseEnv({ ...bearer, AUTH_TENANT_ID: '../etc' })).toMatchObject({ ok: false });
  });
});
