import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { openTestStore } from '@/lib/testing/console-browser';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

const TEST_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;
const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-members-'));
let ctx: TestCtx;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date() });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** As an operator calls it, on the installation that `DATABASE_URL` names. */
function members(...args: string[]): { status: number | null; out: string; err: string } {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'test', DATABASE_URL: ctx.ownerUrl, COUNTERSIGN_DATA_DIR: folder, COUNTERSIGN_KEYS: TEST_KEYS, AUTH_SECRET: 's'.repeat(32) };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['lib/tooling/run-ts.mjs', 'lib/tooling/members.ts', ...args], { encoding: 'utf8', env });
  return { status, out: stdout, err: stderr };
}
const acts = async () => (await ctx.pool.query<{ key_id: string; subjects: string[]; outcome: string }>(`select key_id, subjects, outcome from operator_action where action = 'remove_passkeys'`)).rows;

describe('npm run members -- passkeys-lost', () => {
  it('removes the passkeys of who lost them all, once, and writes it down for the operators', async () => {
    const { email, userId } = await openTestStore(ctx);
    await ctx.pool.query(`insert into passkey (id, user_id, credential_id, public_key, counter, transports, label, enrolment, created_at) values ('pk_lost', $1, 'lost', '\\x00', 0, '{}', 'Passkey', '{}', now())`, [userId]);
    await ctx.pool.query('update app_user set second_step = true where id = $1', [userId]);
    expect(members('passkeys-lost', email.toUpperCase())).toMatchObject({ status: 0, out: expect.stringContaining(`The passkeys of ${email} were removed`) as string });
    const { rows } = await ctx.pool.query('select second_step, (select count(*)::int from passkey where user_id = u.id) as passkeys from app_user u where id = $1', [userId]);
    expect(rows).toEqual([{ second_step: false, passkeys: 0 }]);
    expect(await acts()).toEqual([{ key_id: 'command-line', subjects: [userId], outcome: 'done' }]);
    expect(members('passkeys-lost', email), 'once').toMatchObject({ status: 1, err: expect.stringContaining('has no passkey') as string });
  });

  it('changes nothing for an address that is nobody’s, and says so', async () => {
    const before = await acts();
    expect(members('passkeys-lost', 'nobody@store.example')).toMatchObject({ status: 1, err: expect.stringContaining('nobody has this address') as string });
    expect(await acts()).toEqual(before);
  });
});
