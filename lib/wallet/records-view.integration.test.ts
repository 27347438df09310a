import { beforeAll, describe, expect, it } from 'vitest';
import { loadDecidedApproval, loadDecidedApprovals } from '@/lib/approval';
import { createPageDb } from '@/lib/db';
import { loadMandate, loadMandates } from '@/lib/mandate';
import { blockMerchant, listPolicies, setPolicy, type PolicyPatch } from '@/lib/policy';
import type { Ctx } from '@/lib/ports';
import { buy, makeOwner, type Owner } from '@/lib/testing/evidence';
import { askBeyondLimit } from '@/lib/testing/tenants';
import { askFor, makeAgent, makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadMerchants, rejectStepUp } from './index';

let ctx: TestCtx;
let shop: Shop;
let owner: Owner;
let walletId: string;
let stranger: string;
let paid: { alone: string; signed: string };
let declined: string;
let waiting: string;

/** What the owner's page reads through: under row-level security. */
const pageOf = (wallet: string): Ctx => ({ ...ctx, db: createPageDb(ctx.pool, { walletId: wallet }) });

beforeAll(async () => {
  ctx = await testCtx();
  [shop, owner] = [await makeShop(ctx), await makeOwner(ctx)];
  walletId = owner.agent.walletId;
  stranger = (await makeAgent(ctx)).walletId;
  paid = { alone: await buy(ctx, shop, owner, 1), signed: await buy(ctx, shop, owner, 6) };
  ctx.clock.advance(1);
  declined = await askBeyondLimit(ctx, shop, owner);
  await rejectStepUp(ctx, { approvalId: declined, walletId, reason: 'Too much tea' });
  ctx.clock.advance(1);
  const asked = await askFor(ctx, owner.agent, await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity: 9 }]));
  waiting = asked.ok && asked.value.kind === 'step_up' ? asked.value.approvalId : '';
});

describe('the history of approvals', () => {
  it('tells what was decided, by which passkey and when, and leaves out what still waits', async () => {
    const { approvals } = await loadDecidedApprovals(pageOf(walletId), { walletId });
    expect(approvals).toMatchObject([
      { id: declined, status: 'rejected', passkeyLabel: null, total: { amount: 9_350n, currency: 'CAD' }, decidedAt: new Date('2026-11-21T12:00:01.000Z') },
      { paymentId: paid.signed, status: 'approved', passkeyLabel: expect.any(String), agentName: 'Test agent', merchantName: 'Test shop' },
    ]);
    expect(await loadDecidedApproval(pageOf(walletId), { walletId, approvalId: waiting })).toBeNull();
  });

  it('shows exactly what the passkey signed, and the words of a refusal', async () => {
    const { approvals } = await loadDecidedApprovals(pageOf(walletId), { walletId });
    const signed = await loadDecidedApproval(pageOf(walletId), { walletId, approvalId: approvals[1]?.id ?? '' });
    expect(signed?.signed?.content).toMatchObject({ v: 1, approval_id: approvals[1]?.id, total: '71.50', currency: 'CAD', agent_id: owner.agent.agentId });
    expect(signed?.signed?.assertion.signature).toEqual(expect.any(String));
    expect(await loadDecidedApproval(pageOf(walletId), { walletId, approvalId: declined })).toMatchObject({ decisionReason: 'Too much tea', signed: null });
  });

  it('tells what ran out as expired, whether or not the job wrote so', async () => {
    const late = { ...pageOf(walletId), clock: { now: () => new Date(ctx.clock.now().getTime() + 3_600_000) } };
    expect(await loadDecidedApproval(late, { walletId, approvalId: waiting })).toMatchObject({ status: 'expired', decidedAt: null });
  });

  it('is nobody else’s', async () => {
    expect(await loadDecidedApprovals(pageOf(stranger), { walletId: stranger })).toEqual({ approvals: [], nextCursor: null });
    expect(await loadDecidedApproval(pageOf(stranger), { walletId: stranger, approvalId: declined })).toBeNull();
    expect(await loadDecidedApproval(ctx, { walletId: stranger, approvalId: declined })).toBeNull();
  });
});

describe('mandates', () => {
  it('are listed with their kind and state, and each with its signature', async () => {
    const { mandates } = await loadMandates(pageOf(walletId), { walletId });
    expect(mandates.map(({ type }) => type).toSorted()).toEqual(['cart', 'cart', 'intent', 'payment', 'payment']);
    const intent = mandates.find(({ type }) => type === 'intent');
    expect(intent).toMatchObject({ state: 'in_force', paymentId: null, merchantName: null, agentName: 'Test agent' });
    const cart = mandates.find(({ type, paymentId }) => type === 'cart' && paymentId === paid.signed);
    const detail = await loadMandate(pageOf(walletId), { walletId, mandateId: cart?.id ?? '' });
    expect(detail).toMatchObject({ mandate: { type: 'cart', signature: expect.stringMatching(/^ey/), humanPresent: true }, siblings: [{ type: 'payment', paymentId: paid.signed }] });
  });

  it('are narrowed to a kind', async () => {
    const { mandates } = await loadMandates(pageOf(walletId), { walletId, type: 'payment' });
    expect(mandates.map(({ paymentId }) => paymentId).toSorted()).toEqual([paid.alone, paid.signed].toSorted());
  });

  it('are nobody else’s', async () => {
    const { mandates } = await loadMandates(ctx, { walletId });
    const mandateId = mandates[0]?.id ?? '';
    expect(await loadMandate(pageOf(stranger), { walletId: stranger, mandateId })).toBeNull();
    expect(await loadMandate(ctx, { walletId: stranger, mandateId })).toBeNull();
    for (const id of ['', 'mandate_x', '\0', "'"]) expect(await loadMandate(ctx, { walletId, mandateId: id })).toBeNull();
  });
});

describe('merchants', () => {
  it('are told with how often they were paid, how much and by whom', async () => {
    expect(await loadMerchants(pageOf(walletId), walletId)).toEqual({
      merchants: [
        {
          handle: shop.handle, name: 'Test shop', domain: null, purchases: 2, spent: [{ amount: 8_800n, currency: 'CAD' }], agentNames: ['Test agent'],
          lastPaidAt: new Date('2026-11-21T12:00:00.000Z'), blocked: false,
        },
      ],
      blockedUnpaid: [],
    });
    expect(await loadMerchants(pageOf(stranger), stranger)).toEqual({ merchants: [], blockedUnpaid: [] });
  });

  it('that are blocked are refused at the next request, without a passkey', async () => {
    expect(await blockMerchant(ctx, { walletId, handle: shop.handle })).toMatchObject({ ok: true });
    const asked = await askFor(ctx, owner.agent, await openCheckout(ctx, shop, owner.agent));
    expect(asked).toMatchObject({ ok: false, error: { code: 'rule_refused' } });
    await blockMerchant(ctx, { walletId, handle: 'never-paid' });
    expect(await loadMerchants(pageOf(walletId), walletId)).toMatchObject({ merchants: [{ blocked: true }], blockedUnpaid: ['never-paid'] });
  });

  it.each<[string, PolicyPatch['merchants'], object]>([
    ['no rule', null, { allowed: [], blocked: ['bad-shop'], action: 'refuse' }],
    ['a rule that rests', { allowed: ['good-shop'], blocked: [], action: 'allow' }, { allowed: [], blocked: ['bad-shop'], action: 'refuse' }],
    ['a rule that asks', { allowed: [], blocked: ['other'], action: 'ask' }, { allowed: [], blocked: ['other', 'bad-shop'], action: 'refuse' }],
    ['one that is allowed by name', { allowed: ['bad-shop'], blocked: [], action: 'refuse' }, { allowed: ['bad-shop'], blocked: ['bad-shop'], action: 'refuse' }],
    ['one that is blocked already', { allowed: [], blocked: ['bad-shop'], action: 'refuse' }, { allowed: [], blocked: ['bad-shop'], action: 'refuse' }],
  ])('are blocked on top of %s', async (_name, before, after) => {
    const wallet = (await makeAgent(ctx)).walletId;
    if (before) await setPolicy(ctx, { walletId: wallet, agentId: null, patch: { merchants: before } });
    await blockMerchant(ctx, { walletId: wallet, handle: 'bad-shop' });
    expect((await listPolicies(ctx, wallet)).wallet.merchants).toEqual(after);
  });

  it('are blocked by name up to 200', async () => {
    const wallet = (await makeAgent(ctx)).walletId;
    const blocked = Array.from({ length: 200 }, (_, index) => `shop-${index}`);
    await setPolicy(ctx, { walletId: wallet, agentId: null, patch: { merchants: { allowed: [], blocked, action: 'refuse' } } });
    expect(await blockMerchant(ctx, { walletId: wallet, handle: 'one-more' })).toEqual({ ok: false, error: { code: 'too_many_blocked', max: 200 } });
  });
});
