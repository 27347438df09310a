import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { updateAgent, suspendAgent, rotateSecret, revokeAgent } from '@/lib/agent';
import { createPageDb } from '@/lib/db';
import { endOtherSessions, endSession, signInWithPassword } from '@/lib/identity';
import { blockMerchant } from '@/lib/policy';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { setWalletLimits } from '@/lib/spending';
import { buy, makeOwner, type Owner } from '@/lib/testing/evidence';
import { askBeyondLimit } from '@/lib/testing/tenants';
import { makeAgent, makeShop, openCheckout, tokenFor, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { rejectStepUp, voidAgentPayments } from '@/lib/wallet';
import { listTrailSeals, loadTrail, sealTrails, streamChain, verifyTrail } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const pageOf = (walletId: string): Ctx => ({ ...ctx, db: createPageDb(ctx.pool, { walletId }) });
const kindsOf = async (walletId: string): Promise<string[]> => (await loadTrail(pageOf(walletId), { walletId })).events.map(({ kind }) => kind).toReversed();

/** Runs statements as the owner of the tables with every guard off, and undoes them; answers what verifying found in between. */
async function verdictAfter(walletId: string, ...statements: string[]) {
  const client = new pg.Client({ connectionString: ctx.ownerUrl });
  await client.connect();
  try {
    await client.query(`begin; set local session_replication_role = replica`);
    for (const statement of statements) expect((await client.query(statement)).rowCount, statement).toBeGreaterThan(0);
    const query = async ({ text, values }: { text: string; values: readonly unknown[] }) => {
      const { rows } = await client.query({ text, values: [...values], types: { getTypeParser: (oid: number) => (oid === 20 ? BigInt : pg.types.getTypeParser(oid)) as never } });
      return rows as never;
    };
    return await verifyTrail({ ...ctx, db: { ...ctx.db, query } }, walletId);
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

describe('what happens to a wallet', () => {
  it('is written with what it tells of, by whom and to whom', async () => {
    const owner: Owner = await makeOwner(ctx);
    const { walletId, agentId, userId } = owner.agent;
    const [user] = await ctx.db.query<{ email: string }>({ name: 'test.email', text: 'select email from app_user where id = $1', values: [userId] });
    const signIn = async () => {
      const signedIn = await signInWithPassword(ctx, { email: user?.email ?? '', password: 'a long password', clientAddress: '127.0.0.1', replaces: null });
      return signedIn.ok ? signedIn.value.sessionId : '';
    };
    const sessionId = await signIn();
    await signIn();
    await endOtherSessions(ctx, { userId, sessionId });
    await endSession(ctx, sessionId);
    await endSession(ctx, sessionId); // over already: nothing happened
    await buy(ctx, shop, owner, 6); // asks, is approved and pays
    await rejectStepUp(ctx, { approvalId: await askBeyondLimit(ctx, shop, owner), walletId });
    await updateAgent(ctx, { walletId, agentId, patch: { name: 'Renamed' } });
    await tokenFor(ctx, owner.agent, await openCheckout(ctx, shop, owner.agent));
    await rotateSecret(ctx, { walletId, agentId });
    await setWalletLimits(ctx, { walletId, limits: [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 5_000n, monthlyAmount: 5_000n }] });
    await blockMerchant(ctx, { walletId, handle: 'bad-shop' });
    await suspendAgent(ctx, { walletId, agentId });
    await inTransaction(ctx, async (tx) => {
      await revokeAgent(tx, { walletId, agentId });
      await voidAgentPayments(tx, agentId);
    });
    const { events } = await loadTrail(pageOf(walletId), { walletId });
    expect(events.map(({ kind }) => kind).toSorted()).toEqual([
      'agent.changed', 'agent.created', 'agent.paused', 'agent.revoked', 'agent.secret_rotated', 'approval.approved', 'approval.rejected', 'limits.changed', 'passkey.added',
      'rules.changed', 'sessions.ended', 'sign_in', 'sign_in', 'sign_out', 'token.issued', 'token.issued', 'token.voided',
    ]);
    const one = (kind: string) => events.find((event) => event.kind === kind);
    expect(one('sign_in')).toMatchObject({ actor: 'owner', detail: { method: 'password' } });
    expect(one('approval.approved')).toMatchObject({ actor: 'owner', agentName: 'Renamed', detail: { amount: '71.50', currency: 'CAD', merchant: shop.handle } });
    expect(one('agent.changed')).toMatchObject({ subject: agentId, detail: { before: { name: 'Test agent' }, after: { name: 'Renamed', limits: [{ perTransaction: '50.00' }] } } });
    expect(one('token.issued')).toMatchObject({ actor: 'Renamed' });
    expect(JSON.stringify(events)).not.toMatch(/\bvt_|secret_hash|whsec_/);
  });

  it('is not written when it did not happen', async () => {
    const { walletId } = await makeAgent(ctx);
    const before = await kindsOf(walletId);
    const fails = inTransaction(ctx, async (tx) => {
      await record(tx, { of: { walletId }, kind: 'limits.changed', actor: 'owner' });
      throw new Error('it did not happen');
    });
    await expect(fails).rejects.toThrow('it did not happen');
    expect(await kindsOf(walletId)).toEqual(before);
  });

  it('is shown to its owner alone', async () => {
    const [mine, other] = [await makeAgent(ctx), await makeAgent(ctx)];
    expect(await loadTrail(pageOf(other.walletId), { walletId: mine.walletId })).toEqual({ events: [], nextCursor: null });
  });
});

describe('the trail of an owner', () => {
  it.each(['audit_event', 'audit_link', 'audit_seal'])('lets the application change and remove no row of %s', async (table) => {
    const run = (text: string) => ctx.db.query({ name: `test.${text}`, text, values: [] });
    await expect(run(`update ${table} set wallet_id = wallet_id`)).rejects.toThrow('permission denied');
    await expect(run(`delete from ${table}`)).rejects.toThrow('permission denied');
    const owner = new pg.Client({ connectionString: ctx.ownerUrl });
    await owner.connect();
    for (const text of [`update ${table} set wallet_id = wallet_id`, `delete from ${table}`, `truncate ${table} cascade`]) await expect(owner.query(text), text).rejects.toThrow('append-only');
    await owner.end();
  });

  it('is one chain of all events in the order they were written, however many processes seal it at once', async () => {
    const { walletId } = await makeAgent(ctx);
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 8 }, (_, n) => record(ctx, { of: { walletId }, kind: 'rules.changed', actor: 'owner', detail: { round, n } })));
      await Promise.all([sealTrails(ctx), sealTrails(ctx), sealTrails(ctx)]);
    }
    expect(await verifyTrail(ctx, walletId)).toMatchObject({ ok: true, faults: [], chained: 41, waiting: 0 });
    const chain = [];
    for await (const { content } of streamChain(ctx, walletId)) chain.push((JSON.parse(content) as { detail: { round?: number } }).detail.round ?? -1);
    expect(chain).toEqual(chain.toSorted((a, b) => a - b));
    expect((await listTrailSeals(ctx, walletId)).at(-1)).toMatchObject({ type: 'trail_seal', seq: '41' });
  });

  it('says what waits for its place, and finds nothing wrong with it', async () => {
    const { walletId } = await makeAgent(ctx);
    expect(await verifyTrail(ctx, walletId)).toMatchObject({ ok: true, chained: 0, waiting: 1, head: null });
    await sealTrails(ctx);
    expect(await verifyTrail(ctx, walletId)).toMatchObject({ ok: true, chained: 1, waiting: 0, sealedAt: ctx.clock.now() });
  });

  describe('that somebody with every right tampered with', () => {
    let walletId: string;
    const of = (text: string): string => text.replaceAll('$W', `wallet_id = '${walletId}'`);

    beforeAll(async () => {
      ({ walletId } = await makeAgent(ctx));
      for (const n of [1, 2, 3, 4]) await record(ctx, { of: { walletId }, kind: 'rules.changed', actor: 'owner', detail: { n } });
      await sealTrails(ctx);
    });

    it.each<[string, string, readonly string[]]>([
      ['a changed event', 'Entry 3 was changed', [`update audit_event set detail = '{"n":9}' where $W and detail->>'n' = '2'`]],
      ['another time', 'Entry 1 was changed', [`update audit_event set at = at + interval '1 ms' where $W and kind = 'agent.created'`]],
      ['another actor', 'Entry 1 was changed', [`update audit_event set actor = 'owner' where $W and kind = 'agent.created'`]],
      ['a removed event', 'Entry 2 is of an event that is gone', [`delete from audit_event where $W and detail->>'n' = '1'`]],
      ['a removed entry with its event', 'Entry 4 follows entry 2', [`delete from audit_event where $W and detail->>'n' = '2'`, `delete from audit_link where $W and seq = 3`]],
      ['entries in another order', 'Entry 2 does not follow', [
        `update audit_link set seq = 99 where $W and seq = 2`, `update audit_link set seq = 2 where $W and seq = 3`, `update audit_link set seq = 3 where $W and seq = 99`,
      ]],
      ['an event that was put in', '1 events are in no place', [`insert into audit_event select wallet_id, 'evt_x', kind, actor, subject, detail, at from audit_event where $W and kind = 'agent.created'`]],
      ['an end that was cut off', 'The signature at entry 5 is over another chain', [
        `delete from audit_event where $W and detail->>'n' = '4'`, `delete from audit_link where $W and seq = 5`,
      ]],
      ['a chain that was written anew without its signature', 'is not signed', [`delete from audit_seal where $W`]],
      ['a forged signature', 'is not ours', [`update audit_seal set record = jsonb_set(record, '{signature}', '"ey.ey.x"') where $W`]],
    ])('shows %s', async (_name, fault, statements) => {
      const verdict = await verdictAfter(walletId, ...statements.map(of));
      expect(verdict.ok).toBe(false);
      expect(verdict.faults.join(' ')).toContain(fault);
    });
  });
});
