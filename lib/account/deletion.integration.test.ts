import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findAgent, listAgents } from '@/lib/agent';
import { runAudit } from '@/lib/audit';
import { followNetwork } from '@/lib/checkout';
import { addMember, findOwner, requestRecovery, signInWithPassword } from '@/lib/identity';
import { expireAuthorizations } from '@/lib/network';
import { ACCOUNT_SECRET, browserOf, mailsTo, PASSWORD, signInAgain, signUpOwner, type AccountBrowser, type AccountOwner } from '@/lib/testing/account';
import { buy } from '@/lib/testing/evidence';
import { askFor, BUYER, buyItems, makeAgent, makeShop, openCheckout, TORONTO, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getPaymentStatus } from '@/lib/wallet';
import { eraseDueAccounts, findOpenDeletion } from './index';

const GRACE_SECONDS = 14 * 24 * 60 * 60;
const LOCAL = '127.0.0.1';
let ctx: TestCtx;
let shop: Shop;
let owner: AccountOwner;
let agent: TestAgent;
let browser: AccountBrowser;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  shop = await makeShop(await testCtx());
});
afterAll(() => void vi.unstubAllEnvs());
beforeEach(async () => {
  ctx = await testCtx({ now: new Date() }); // a cookie's expiry is held against the real clock
  owner = await signUpOwner(ctx);
  agent = await makeAgent(ctx, { wallet: owner });
  browser = await browserOf(ctx, owner);
});

async function deleteAccount(): Promise<string> {
  const asked = await browser('POST', '/api/account/deletion', {});
  expect(asked).toMatchObject({ status: 428, body: { content: { type: 'account_deletion' } } });
  const confirmed = await browser('POST', '/api/account/deletion/confirm', { assertion: owner.authenticator.assert(asked.body.publicKey) });
  expect(confirmed).toMatchObject({ status: 200, body: { erase_at: new Date(ctx.clock.now().getTime() + GRACE_SECONDS * 1000).toISOString() } });
  return /\/keep-account#(ad_\w{43})/.exec((await mailsTo(ctx, owner.email)).at(-1)?.text ?? '')?.[1] ?? '';
}

const isErased = async (): Promise<boolean> => (await findOwner(ctx, owner.userId))?.display_name === 'Erased';

describe('deleting an account', () => {
  it('takes the owner\'s passkey, then revokes every agent at once and voids what they hold', async () => {
    const asked = await askFor(ctx, agent, await openCheckout(ctx, shop, agent));
    const waiting = await askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]));
    if (!asked.ok || !waiting.ok || waiting.value.kind !== 'step_up') throw new Error('one is granted, one waits');
    const stranger = await signUpOwner(ctx);
    const request = await browser('POST', '/api/account/deletion', {});
    const foreign = stranger.authenticator.assert({ ...(request.body.publicKey as object), allowCredentials: [] });
    for (const assertion of [foreign, {}]) {
      expect(await browser('POST', '/api/account/deletion/confirm', { assertion })).toMatchObject({ status: 400, body: { error: 'invalid_assertion' } });
    }
    expect((await findAgent(ctx, agent.agentId))?.status, 'nothing before').toBe('active');
    await deleteAccount();
    expect((await listAgents(ctx, owner.walletId)).map(({ status }) => status)).toEqual(['revoked']);
    expect(await getPaymentStatus(ctx, { paymentId: asked.value.paymentId, agentId: agent.agentId })).toMatchObject({ ok: true, value: { status: 'voided', token: null } });
    const { rows } = await ctx.pool.query('select status from approval where id = $1', [waiting.value.approvalId]);
    expect(rows).toEqual([{ status: 'cancelled' }]);
    expect(await browser('POST', '/api/account/deletion', {})).toMatchObject({ status: 409, body: { error: 'deletion_under_way' } });
  });

  it('reads the clock once for both days: a millisecond between them is not short of the fourteen', async () => {
    const start = Date.now();
    let reads = 0;
    const own = await browserOf({ ...ctx, clock: { ...ctx.clock, now: () => new Date(start + reads++) } }, owner);
    const asked = await own('POST', '/api/account/deletion', {});
    expect(await own('POST', '/api/account/deletion/confirm', { assertion: owner.authenticator.assert(asked.body.publicKey) })).toMatchObject({ status: 200 });
  });

  it('is undone by the link of the mail or by the signed-in owner, once, and by nobody else', async () => {
    const token = await deleteAccount();
    const anyone = await browserOf(ctx, { userId: 'usr_none', sessionId: 'ses_none' });
    const stranger = await browserOf(ctx, await signUpOwner(ctx));
    expect(await stranger('POST', '/api/account/deletion/cancel', {})).toMatchObject({ status: 409, body: { error: 'no_deletion' } });
    expect(await anyone('POST', '/api/account/deletion/keep', { token: `ad_${'0'.repeat(43)}` })).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect((await anyone('POST', '/api/account/deletion/keep', { token })).status).toBe(200);
    expect(await anyone('POST', '/api/account/deletion/keep', { token })).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect((await mailsTo(ctx, owner.email)).at(-1)?.subject).toBe('Your account stays');
    await deleteAccount();
    expect((await browser('POST', '/api/account/deletion/cancel', {})).status).toBe(200);
    expect(await browser('POST', '/api/account/deletion/cancel', {})).toMatchObject({ status: 409, body: { error: 'no_deletion' } });
    ctx.clock.advance(GRACE_SECONDS);
    await eraseDueAccounts(ctx);
    expect(await isErased()).toBe(false);
    expect((await signInWithPassword(ctx, { email: owner.email, password: PASSWORD, clientAddress: LOCAL, replaces: null })).ok).toBe(true);
  });

  it('is refused while the person works for a merchant', async () => {
    await addMember(ctx, { merchantId: shop.merchantId, userId: owner.userId, role: 'staff' });
    expect(await browser('POST', '/api/account/deletion', {})).toMatchObject({ status: 409, body: { error: 'works_for_merchant' } });
  });
});

describe('erasing an account', () => {
  it('waits the fourteen days, which the database holds too', async () => {
    await deleteAccount();
    ctx.clock.advance(GRACE_SECONDS - 1);
    await eraseDueAccounts(ctx);
    expect(await isErased()).toBe(false);
    const early = ctx.pool.query(`update account_deletion set ended_at = requested_at, outcome = 'erased' where wallet_id = $1`, [owner.walletId]);
    await expect(early).rejects.toThrow(/account_deletion_erased/);
    await expect(ctx.pool.query('select erase_evidence($1)', [owner.walletId])).rejects.toThrow(/is not erased/);
    ctx.clock.advance(1);
    await eraseDueAccounts(ctx);
    expect(await isErased()).toBe(true);
    expect(await findOpenDeletion(ctx, owner.walletId)).toBeNull();
  });

  it('waits until no payment is between bank and merchant', async () => {
    await buyItems(ctx, shop, agent, undefined, { capture: false });
    await deleteAccount();
    ctx.clock.advance(GRACE_SECONDS);
    await eraseDueAccounts(ctx);
    expect(await isErased()).toBe(false);
    await expireAuthorizations(ctx); // it lapses by itself after seven days
    const { rows } = await ctx.pool.query<{ id: string }>(
      `select t.id from network_transaction t join agent_payment p on p.checkout_id = t.checkout_id where p.wallet_id = $1`, [owner.walletId],
    );
    await followNetwork(ctx, rows[0]?.id ?? '');
    await eraseDueAccounts(ctx);
    expect(await isErased()).toBe(true);
  });

  it('leaves no personal data in any row of any table, and the books and the evidence in agreement', async () => {
    await buy(ctx, shop, { agent, authenticator: owner.authenticator }, 8); // with an approval, over the limit
    await buy(ctx, shop, { agent, authenticator: owner.authenticator }, 1);
    await ctx.pool.query(`update agent set name = 'Adas secret shopper' where id = $1`, [agent.agentId]);
    await browser('PATCH', '/api/account/email', { email: 'elsewhere@owner.example' });
    await signInAgain(ctx, owner, 'Firefox on Linux');
    const before = await runAudit(ctx);
    const counts = async (): Promise<unknown> => (await ctx.pool.query(
      `select (select count(*) from ledger_transfer) as transfers, (select count(*) from mandate where wallet_id = $1) as mandates,
              (select count(*) from agent_payment where wallet_id = $1) as payments, (select sum(total_amount) from purchase_order) as ordered`, [owner.walletId],
    )).rows;
    const kept = await counts();
    await deleteAccount();
    ctx.clock.advance(GRACE_SECONDS);
    await eraseDueAccounts(ctx);

    const tables = (await ctx.pool.query<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like '\\_%'`)).rows;
    const secrets = [owner.email, 'elsewhere@owner.example', 'Adas secret shopper', 'Firefox on Linux', ...owner.authenticator.credentialIds];
    expect((await ctx.pool.query('select 1 from audit_event where wallet_id = $1', [owner.walletId])).rows, 'the trail goes with the account').toEqual([]);
    for (const { name } of tables) {
      for (const secret of secrets) {
        const { rows } = await ctx.pool.query(`select 1 from "${name}" t where strpos(t::text, $1) > 0 limit 1`, [secret]);
        const isEvidence = name === 'mandate' || (name === 'approval' && owner.authenticator.credentialIds.includes(secret)) || name === 'owner_confirmation';
        if (!isEvidence) expect(rows, `${secret} in ${name}`).toEqual([]);
      }
    }
    const addressed = await ctx.pool.query(
      `select 1 from purchase_order o join agent_payment p on p.checkout_id = o.checkout_id where p.wallet_id = $1 and o.content::text ~ $2
       union all select 1 from checkout c join agent_payment p on p.checkout_id = c.id where p.wallet_id = $1 and c.content::text ~ $2
       union all select 1 from approval where wallet_id = $1 and approval::text ~ $2
       union all select 1 from mandate where wallet_id = $1 and mandate::text ~ $2`,
      [owner.walletId, `${TORONTO.line_one}|${BUYER.email}`],
    );
    expect(addressed.rows, 'no address and no buyer in what is kept').toEqual([]);
    expect(await counts()).toEqual(kept);
    expect(await runAudit(ctx)).toEqual(before);
  });

  it('ends every way in, and frees the address', async () => {
    const sessionId = await signInAgain(ctx, owner);
    await deleteAccount();
    ctx.clock.advance(GRACE_SECONDS);
    await eraseDueAccounts(ctx);
    expect((await (await browserOf(ctx, { ...owner, sessionId }))('GET', '/api/account/export')).status).toBe(401);
    for (const email of [owner.email, `erased:${owner.userId}`]) {
      expect(await signInWithPassword(ctx, { email, password: PASSWORD, clientAddress: LOCAL, replaces: null })).toMatchObject({ ok: false, error: { code: 'invalid_credentials' } });
      expect((await requestRecovery(ctx, { email, clientAddress: LOCAL })).ok).toBe(true);
    }
    expect((await ctx.pool.query('select 1 from passkey_recovery where user_id = $1', [owner.userId])).rows).toEqual([]);
    await ctx.pool.query(`insert into app_user (id, email, display_name, password_hash, created_at) values ($1, $2, 'New', 'x', now())`, [`usr_new_${owner.userId}`, owner.email]);
  });

  it('is done once by two workers at the same moment', async () => {
    await deleteAccount();
    ctx.clock.advance(GRACE_SECONDS);
    await Promise.all([eraseDueAccounts(ctx), eraseDueAccounts(ctx)]);
    expect(await isErased()).toBe(true);
  });
});
