import { beforeAll, describe, expect, it } from 'vitest';
import { findAgent } from '@/lib/agent';
import { completeCheckout } from '@/lib/checkout';
import {
  beginFirstPasskey, beginRecoveredPasskey, finishPasskey, finishRecovery, requestRecovery, startRecovery,
} from '@/lib/identity';
import { createAuthenticator, type SoftwareAuthenticator } from '@/lib/testing/software-authenticator';
import { askFor, makeAgent, makeShop, openCheckout, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { approveStepUp, getPaymentStatus, openStepUp } from './index';

const HOME = { origin: 'http://localhost:3000', rpId: 'localhost' };
let ctx: TestCtx;
let shop: Shop;
beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

type Owner = { readonly agent: TestAgent; readonly authenticator: SoftwareAuthenticator };

async function makeOwner(): Promise<Owner> {
  const agent = await makeAgent(ctx);
  const authenticator = createAuthenticator(HOME);
  const begun = await beginFirstPasskey(ctx, { userId: agent.userId });
  if (!begun.ok) throw new Error(begun.error.code);
  const attestation = authenticator.register(begun.value.publicKey);
  const made = await finishPasskey(ctx, { userId: agent.userId, ceremonyId: begun.value.ceremonyId, attestation });
  if (!made.ok) throw new Error(made.error.code);
  return { agent, authenticator };
}

async function ask({ agent }: Owner, quantity = 6) {
  const asked = await askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity }]));
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  return asked.value;
}

/** The link that was mailed to an owner. */
async function mailedToken({ agent }: Owner): Promise<string> {
  const { rows } = await ctx.pool.query<{ email: string }>('select email from app_user where id = $1', [agent.userId]);
  await requestRecovery(ctx, { email: rows[0]?.email ?? '', clientAddress: '127.0.0.1' });
  const mails = await ctx.pool.query<{ text: string }>("select payload->>'text' as text from outbox_event where aggregate_id = $1 order by id desc limit 1", [agent.userId]);
  return /#(rc_\w{43})/.exec(mails.rows[0]?.text ?? '')?.[1] ?? '';
}

const spentOf = async ({ agent }: Owner): Promise<bigint> =>
  (await ctx.pool.query<{ held: bigint }>("select coalesce(sum(amount), 0)::bigint as held from spending_hold where agent_id = $1 and status = 'held'", [agent.agentId])).rows[0]?.held ?? -1n;

describe('starting a recovery', () => {
  it('cancels the approval that waits, voids the token that was not used, frees its budget and pauses the agent, all at once', async () => {
    const owner = await makeOwner();
    const { agent, authenticator } = owner;
    const asked = await ask(owner);
    const opened = await openStepUp(ctx, { approvalId: asked.approvalId, walletId: agent.walletId });
    if (!opened.ok) throw new Error(opened.error.code);
    const assertion = authenticator.assert(opened.value.publicKey);
    const paid = await openCheckout(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, paid);
    expect(await spentOf(owner)).toBeGreaterThan(0n);

    expect((await startRecovery(ctx, { token: await mailedToken(owner) })).ok).toBe(true);

    expect((await findAgent(ctx, agent.agentId))?.status).toBe('suspended');
    expect(await getPaymentStatus(ctx, { paymentId: asked.paymentId, agentId: agent.agentId })).toMatchObject({ value: { status: 'voided' } });
    const approved = await approveStepUp(ctx, { approvalId: asked.approvalId, walletId: agent.walletId, assertion });
    expect(approved).toMatchObject({ error: { code: 'agent_inactive' } });
    const completed = await completeCheckout(ctx, { checkoutId: paid.id, actor: { kind: 'agent', agentId: agent.agentId }, token, wireVersion: '2026-04-17', resumed: false });
    expect(completed.ok).toBe(false);
    expect(await spentOf(owner)).toBe(0n);
  });
});

describe('an approval by an old passkey against the recovery that replaces it', () => {
  it('ends as one or the other, and an approval that came too late is refused', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => race()));
    for (const { approved, finished, live } of outcomes) {
      expect(finished).toBe(true);
      if (!approved.ok) expect(['agent_inactive', 'invalid_assertion', 'checkout_changed']).toContain(approved.error.code);
      expect(live, 'no token outlives the recovery').toBe(0);
    }
  });

  async function race() {
    const owner = await makeOwner();
    const { agent, authenticator } = owner;
    const token = await mailedToken(owner);
    await startRecovery(ctx, { token });
    await ctx.pool.query(
      `update passkey_recovery set started_at = started_at - interval '1 day', ready_at = ready_at - interval '1 day' where user_id = $1 and started_at is not null`,
      [agent.userId],
    );
    // The thief of the old passkey resumed the agent meanwhile.
    await ctx.pool.query("update agent set status = 'active' where id = $1", [agent.agentId]);
    const asked = await ask(owner);
    const opened = await openStepUp(ctx, { approvalId: asked.approvalId, walletId: agent.walletId });
    const begun = await beginRecoveredPasskey(ctx, { token });
    if (!opened.ok || !begun.ok) throw new Error('not begun');
    const attestation = createAuthenticator(HOME).register(begun.value.publicKey);
    const [approved, finished] = await Promise.all([
      approveStepUp(ctx, { approvalId: asked.approvalId, walletId: agent.walletId, assertion: authenticator.assert(opened.value.publicKey) }),
      finishRecovery(ctx, { token, ceremonyId: begun.value.ceremonyId, attestation }),
    ]);
    const { rowCount } = await ctx.pool.query("select 1 from payment_token where agent_id = $1 and status = 'live'", [agent.agentId]);
    return { approved, finished: finished.ok, live: rowCount };
  }
});
