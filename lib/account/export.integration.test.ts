import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACCOUNT_SECRET, browserOf, signInAgain, signUpOwner } from '@/lib/testing/account';
import { makeTenants, type Tenants } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { exportAccount } from './index';
import { EXPORT_PARTS, readPart } from './export-store';

let ctx: TestCtx;
let mine: Tenants;
let theirs: Tenants;
type Document = Record<string, Record<string, unknown>[]>;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date() });
  [mine, theirs] = [await makeTenants(ctx), await makeTenants(ctx)];
});
afterAll(() => void vi.unstubAllEnvs());

async function textOf({ owner: { agent } }: Tenants): Promise<string> {
  const exported = await exportAccount(ctx, { userId: agent.userId, walletId: agent.walletId });
  if (!exported.ok) throw new Error(exported.error.code);
  let text = '';
  for await (const piece of exported.value) text += piece;
  return text;
}

describe('the export of an account', () => {
  it('is one JSON document with every part, and the purchase in each of its parts', async () => {
    const document = JSON.parse(await textOf(mine)) as Document;
    expect(Object.keys(document)).toEqual(['format', 'exported_at', 'amounts', ...EXPORT_PARTS.map(({ name }) => name)]);
    const empty = EXPORT_PARTS.filter(({ name }) => document[name]?.length === 0).map(({ name }) => name);
    expect(empty, 'the tenants of the tests have a row of everything').toEqual([]);
    expect(document.payments).toContainEqual(expect.objectContaining({ id: mine.paymentId, amount: '1650', currency: 'CAD', status: 'completed' }));
    expect(document.orders).toContainEqual(expect.objectContaining({ id: mine.orderId }));
    expect(document.approvals).toContainEqual(expect.objectContaining({ id: mine.approvalId, status: 'pending' }));
    expect(document.profile).toHaveLength(1);
  });

  it('names nothing of another owner', async () => {
    const text = await textOf(mine);
    const { owner: { agent } } = theirs;
    for (const foreign of [agent.userId, agent.walletId, agent.agentId, theirs.paymentId, theirs.orderId, theirs.approvalId, theirs.passkeyId, theirs.webhookId]) {
      expect(text).not.toContain(foreign);
    }
  });

  it('holds no secret: no hash, no sealed value, no key, no session that could be used', async () => {
    const text = await textOf(mine);
    const { rows } = await ctx.pool.query<{ secret: string }>(
      `select password_hash as secret from app_user where id = $1 union all select id from sign_in_session where user_id = $1
       union all select secret_hash from agent_secret where agent_id = $2 union all select token_hash from payment_token where agent_id = $2
       union all select sealed_token from payment_token where agent_id = $2 union all select code_hash from oauth_grant where wallet_id = $3 and code_hash <> id
       union all select credential_id from passkey where user_id = $1`,
      [mine.owner.agent.userId, mine.owner.agent.agentId, mine.owner.agent.walletId],
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const { secret } of rows) expect(text).not.toContain(secret);
  });

  it('is read in pages that leave out nothing and repeat nothing', async () => {
    const part = EXPORT_PARTS.find(({ name }) => name === 'bank_transfers');
    if (!part) throw new Error('transfers are a part');
    const { walletId } = mine.owner.agent;
    const whole = await readPart(ctx, { walletId, part, after: null, limit: 500 });
    const paged: object[] = [];
    let after: readonly unknown[] | null = null;
    do {
      const page: Awaited<ReturnType<typeof readPart>> = await readPart(ctx, { walletId, part, after, limit: 1 });
      paged.push(...page.rows);
      after = page.last;
    } while (after !== null);
    expect(whole.rows.length).toBeGreaterThan(2);
    expect(paged).toEqual(whole.rows);
  });

  it('is a download of the signed-in owner\'s alone, six times an hour', async () => {
    const owner = await signUpOwner(ctx);
    const browser = await browserOf(ctx, { ...owner, sessionId: await signInAgain(ctx, owner) });
    const answer = await browser('GET', '/api/account/export');
    expect(answer).toMatchObject({ status: 200, body: { format: 'countersign-export/1', profile: [{ email: owner.email }] } });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="countersign-\d{4}-\d\d-\d\d\.json"$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (let more = 0; more < 5; more += 1) expect((await browser('GET', '/api/account/export')).status).toBe(200);
    expect(await browser('GET', '/api/account/export')).toMatchObject({ status: 429, body: { error: 'rate_limited' } });
    const nobody = await browserOf(ctx, { userId: 'usr_none', sessionId: 'ses_none' });
    expect(await nobody('GET', '/api/account/export')).toMatchObject({ status: 401 });
  });
});
