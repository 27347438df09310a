import { beforeAll, describe, expect, it } from 'vitest';
import { confirmAgent, suspendAgent } from '@/lib/agent';
import { createPageDb } from '@/lib/db';
import { buy, makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { dismissRuleSuggestion, loadSuggestion, requestSuggestedChange } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

/** Approves that many teas one after another, a day apart, so that only the limit for each purchase asks. */
async function approveEach(owner: Owner, quantities: readonly number[], at = shop): Promise<void> {
  for (const quantity of quantities) {
    ctx.clock.advance(86_400);
    await buy(ctx, at, owner, quantity);
  }
  ctx.clock.advance(86_400);
}

const suggestionFor = ({ agent: { walletId } }: Owner) => loadSuggestion({ ...ctx, db: createPageDb(ctx.pool, { walletId }) }, { walletId });

describe('after three approvals alike', () => {
  it('one change is suggested, up to the highest of them, and made under the passkey', async () => {
    const owner = await makeOwner(ctx);
    await approveEach(owner, [6, 7]);
    expect(await suggestionFor(owner)).toBeNull();
    await approveEach(owner, [6]);
    const suggestion = await suggestionFor(owner);
    expect(suggestion).toMatchObject({ agentName: 'Test agent', merchantName: 'Test shop', times: 3, change: { words: "Raise this agent's limits in CAD: each purchase $82.50 instead of $50.00." } });
    const query = { approvalId: suggestion?.approvalId ?? '', walletId: owner.agent.walletId };
    const asked = await requestSuggestedChange(ctx, query);
    if (!asked.ok) throw new Error(asked.error.code);
    expect(await suggestionFor(owner)).not.toBeNull();
    expect(await confirmAgent(ctx, { ...owner.agent, assertion: owner.authenticator.assert(asked.value.mandate.publicKey) })).toMatchObject({ ok: true });
    expect(await askFor(ctx, owner.agent, await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity: 7 }]))).toMatchObject({ value: { kind: 'granted' } });
    expect(await suggestionFor(owner)).toBeNull();
    expect(await requestSuggestedChange(ctx, query)).toMatchObject({ error: { code: 'nothing_to_change' } });
  });

  it('is not suggested again once dismissed, here; elsewhere it is', async () => {
    const owner = await makeOwner(ctx);
    await approveEach(owner, [6, 6, 6]);
    const query = { approvalId: (await suggestionFor(owner))?.approvalId ?? '', walletId: owner.agent.walletId };
    expect(await dismissRuleSuggestion(ctx, query)).toMatchObject({ ok: true });
    expect(await dismissRuleSuggestion(ctx, query)).toMatchObject({ ok: true });
    expect(await suggestionFor(owner)).toBeNull();
    await approveEach(owner, [6]);
    expect(await suggestionFor(owner)).toBeNull();
    await approveEach(owner, [6, 6, 6], await makeShop(ctx));
    expect(await suggestionFor(owner)).not.toBeNull();
  });

  it('nothing is suggested for amounts far apart, for a paused agent, or to another owner', async () => {
    const owner = await makeOwner(ctx);
    await approveEach(owner, [5, 10, 6]);
    expect(await suggestionFor(owner)).toBeNull();
    const paused = await makeOwner(ctx);
    await approveEach(paused, [6, 6, 6]);
    const approvalId = (await suggestionFor(paused))?.approvalId ?? '';
    expect(approvalId).not.toBe('');
    const stranger = { approvalId, walletId: owner.agent.walletId };
    expect(await requestSuggestedChange(ctx, stranger)).toMatchObject({ error: { code: 'not_found' } });
    expect(await dismissRuleSuggestion(ctx, stranger)).toMatchObject({ error: { code: 'not_found' } });
    await suspendAgent(ctx, paused.agent);
    expect(await suggestionFor(paused)).toBeNull();
  });
});
