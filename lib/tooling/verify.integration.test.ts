import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTrailSeals, sealTrails, streamChain } from '@/lib/audit-trail';
import { publicJwks } from '@/lib/mandate';
import type { Ctx } from '@/lib/ports';
import { buy, makeOwner } from '@/lib/testing/evidence';
import { makeShop } from '@/lib/testing/shop';
import { testCtx } from '@/lib/testing/test-ctx';
import { getEvidence } from '@/lib/wallet';
import { bundleVerifier } from './bundle-verifier';

/** Loaded before the verifier: whoever asks the network or a name ends the process. */
const NO_NETWORK = `
const refuse = (what) => () => { console.error('the verifier asked ' + what); process.exit(99); };
const net = require('node:net'), dns = require('node:dns'), dgram = require('node:dgram');
net.connect = net.createConnection = net.Socket.prototype.connect = refuse('the network');
dgram.createSocket = refuse('the network');
for (const name of Object.keys(dns)) if (typeof dns[name] === 'function') dns[name] = refuse('a name server');
globalThis.fetch = refuse('the network');
`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-verify-'));
const bundles: { countersigned: Record<string, unknown>; automatic: Record<string, unknown> } = { countersigned: {}, automatic: {} };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing of ours around it: no modules, no settings. */
function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', './no-network.cjs', 'verify.mjs', ...args], { cwd: folder, encoding: 'utf8', env: { NODE_ENV: 'test' } });
  return { status, out: stdout, err: stderr };
}

/** As GET /api/agent/v1/wallet/audit-trail answers it. */
async function exportTrail(ctx: Ctx, walletId: string): Promise<object> {
  await sealTrails(ctx);
  const entries = [];
  for await (const entry of streamChain(ctx, walletId)) entries.push(entry);
  return { verification: { ok: true }, seals: await listTrailSeals(ctx, walletId), entries };
}

const write = (name: string, value: unknown): void => writeFileSync(path.join(folder, name), JSON.stringify(value));

beforeAll(async () => {
  const ctx = await testCtx();
  const [shop, owner] = [await makeShop(ctx), await makeOwner(ctx)];
  for (const [name, quantity] of [['countersigned', 6], ['automatic', 1]] as const) {
    const evidence = await getEvidence(ctx, { paymentId: await buy(ctx, shop, owner, quantity), walletId: owner.agent.walletId });
    if (!evidence.ok) throw new Error(evidence.error.code);
    bundles[name] = { ...evidence.value };
    write(`${name}.json`, evidence.value);
  }
  write('trail.json', await exportTrail(ctx, owner.agent.walletId));
  write('keys.json', await publicJwks(ctx));
  write('no-keys.json', { keys: [] });
  writeFileSync(path.join(folder, 'no-network.cjs'), NO_NETWORK);
  await bundleVerifier(path.join(folder, 'verify.mjs'));
});

describe('the verifier, alone in a folder and without a network', () => {
  it('has nothing beside it but evidence and keys', () => {
    expect(readdirSync(folder).toSorted()).toEqual(['automatic.json', 'countersigned.json', 'keys.json', 'no-keys.json', 'no-network.cjs', 'trail.json', 'verify.mjs']);
  });

  it('says what a person countersigned, and ends with 0', () => {
    const { status, out, err } = run('countersigned.json', '--keys', 'keys.json');
    expect(err).toBe('');
    expect(out).toMatch(/^Verified: payment pay_\w+, completed\.\n {2}71\.50 CAD to Test shop \(shop-\w+\)\n {4}6 x Tea, 60\.00\n/);
    expect(out).toContain("countersigned by the owner's passkey");
    expect(status).toBe(0);
  });

  it('says from when to when a trail is whole, and ends with 0', () => {
    const { status, out, err } = run('trail.json', '--keys', 'keys.json');
    expect(err).toBe('');
    expect(out).toMatch(/^Verified: the audit trail of wallet wal_\w+, whole up to its last seal\.\n {2}\d+ entries from /);
    expect(status).toBe(0);
    expect(run('trail.json', '--keys', 'no-keys.json')).toMatchObject({ status: 1, out: expect.stringContaining('NOT verified: trail.json') as unknown });
  });

  it('says that nobody was asked within limits', () => {
    const { status, out } = run('automatic.json', '--keys', 'keys.json', '--origin', 'http://localhost:3000');
    expect(out).toContain('within limits, no person\n    at most 50.00 CAD a purchase, of the demo world, signed by nobody');
    expect(status).toBe(0);
  });

  it('tells each fault of a changed bundle, and ends with 1', () => {
    write('changed.json', { ...bundles.countersigned, status: 'voided' });
    const { status, out } = run('changed.json', '--keys', 'keys.json');
    expect(out).toBe('NOT verified: changed.json\n  - The record tells another status.\n');
    expect(status).toBe(1);
  });

  it.each([
    ['keys that did not sign', ['countersigned.json', '--keys', 'no-keys.json']],
    ['another address', ['countersigned.json', '--keys', 'keys.json', '--origin', 'https://wallet.example']],
  ])('ends with 1 for %s', (_case, args) => {
    expect(run(...args)).toMatchObject({ status: 1 });
  });

  it.each([
    ['nothing asked', []],
    ['no keys', ['countersigned.json']],
    ['no file', ['--keys', 'keys.json']],
    ['a file that is not there', ['missing.json', '--keys', 'keys.json']],
    ['a file that is no JSON', ['no-network.cjs', '--keys', 'keys.json']],
    ['an origin that is no URL', ['countersigned.json', '--keys', 'keys.json', '--origin', 'here']],
    ['an unknown option', ['countersigned.json', '--keys', 'keys.json', '--trust-me']],
  ])('ends with 2 and its usage for %s', (_case, args) => {
    const { status, err } = run(...args);
    expect(err).toContain('Usage: verify FILE --keys JWKS_FILE [--origin URL]');
    expect(status).toBe(2);
  });

  it('is itself blocked from the network in this test', () => {
    const asked = spawnSync(process.execPath, ['--require', './no-network.cjs', '-e', "fetch('http://127.0.0.1:1')"], { cwd: folder, encoding: 'utf8', env: { NODE_ENV: 'test' } });
    expect(asked.status).toBe(99);
  });
});
