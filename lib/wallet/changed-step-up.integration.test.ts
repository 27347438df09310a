import { beforeAll, describe, expect, it } from 'vitest';
import { suspendAgent } from '@/lib/agent';
import { findApproval, loadApprovalView } from '@/lib/approval';
import { getCheckout, updateCheckout, type Checkout } from '@/lib/checkout';
import { money } from '@/lib/kernel/money';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeShop, openCheckout, payWith, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { registerEndpoint } from '@/lib/webhook';
import { approveStepUp, changeStepUp, checkEvidence, getEvidence, getPaymentStatus, openStepUp, rejectStepUp, type OpenStepUp } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

type Asked = Owner & { readonly checkout: Checkout; readonly paymentId: string; readonly approvalId: string };
type Items = { id: string; quantity: number }[];

async function ask(owner: Owner, items: Items = [{ id: 'tea', quantity: 6 }, { id: 'last', quantity: 1 }], at = shop): Promise<Asked> {
  const checkout = await openCheckout(ctx, at, owner.agent, items);
  const asked = await askFor(ctx, owner.agent, checkout);
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error(`not asked: ${JSON.stringify(asked)}`);
  return { ...owner, checkout, paymentId: asked.value.paymentId, approvalId: asked.value.approvalId };
}

async function open({ approvalId, agent }: Pick<Asked, 'approvalId' | 'agent'>): Promise<OpenStepUp> {
  const opened = await openStepUp(ctx, { approvalId, walletId: agent.walletId });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

async function approve(asked: Asked): Promise<void> {
  const { publicKey } = await open(asked);
  const approved = await approveStepUp(ctx, { approvalId: asked.approvalId, walletId: asked.agent.walletId, assertion: asked.authenticator.assert(publicKey) });
  if (!approved.ok) throw new Error(approved.error.code);
}

const view = ({ approvalId, agent }: Asked) => loadApprovalView(ctx, { approvalId, walletId: agent.walletId });

describe('what changed since the last approval', () => {
  it('is told from the snapshots of the same agent at the same merchant, on the page and by the API', async () => {
    const owner = await makeOwner(ctx);
    const first = await ask(owner);
    expect((await open(first)).sinceLast).toBeNull();
    await approve(first);
    ctx.clock.advance(1);
    const second = await ask(owner, [{ id: 'tea', quantity: 7 }]);
    const changes = {
      added: [], prices: [], address: null, removed: [{ id: 'last', name: 'The last one', quantity: 1 }], quantities: [{ id: 'tea', name: 'Tea', before: 6, after: 7 }], total: null,
    };
    expect((await open(second)).sinceLast).toMatchObject({ approvalId: first.approvalId, changes });
    expect((await view(second))?.sinceLast).toMatchObject({ approvalId: first.approvalId, changes });
    expect((await view(first))?.sinceLast).toBeNull();
  });

  it('knows nothing of what was declined, of another merchant, or of another agent', async () => {
    const owner = await makeOwner(ctx);
    await approve(await ask(owner, [{ id: 'tea', quantity: 6 }], await makeShop(ctx)));
    await approve(await ask(await makeOwner(ctx)));
    await ask(owner);
    expect((await open(await ask(owner, [{ id: 'tea', quantity: 7 }]))).sinceLast).toBeNull();
  });
});

type Change = Partial<Omit<Parameters<typeof changeStepUp>[1], 'approvalId' | 'walletId'>>;

const change = ({ approvalId, agent }: Asked, { items = [{ id: 'last', quantity: 0 }, { id: 'tea', quantity: 5 }], note = null }: Change = {}) =>
  changeStepUp(ctx, { approvalId, walletId: agent.walletId, items, note });

async function changed(asked: Asked, how: Change = {}): Promise<Asked> {
  const result = await change(asked, how);
  if (!result.ok) throw new Error(result.error.code);
  return { ...asked, approvalId: result.value.approvalId };
}

async function statusOf({ paymentId, agent }: Asked) {
  const status = await getPaymentStatus(ctx, { paymentId, agentId: agent.agentId });
  if (!status.ok) throw new Error(status.error.code);
  return status.value;
}

const actorOf = ({ agent }: Asked) => ({ kind: 'agent', agentId: agent.agentId }) as const;
const approvalOf = ({ approvalId, agent }: Asked) => findApproval(ctx, { approvalId, walletId: agent.walletId });
const edit = (asked: Asked) => updateCheckout(ctx, { checkoutId: asked.checkout.id, actor: actorOf(asked), patch: { items: [{ id: 'tea', quantity: 60 }] } });

describe('approving with changes', () => {
  it('prices what is left, moves the request to it, and approves exactly that; the payment keeps its id and tells what the owner did', async () => {
    const asked = await ask(await makeOwner(ctx));
    const next = await changed(asked, { note: 'Five will do. See https://evil.example' });
    expect(await approvalOf(asked)).toMatchObject({ status: 'superseded' });
    expect(await view(asked)).toMatchObject({ status: 'superseded', replacementId: next.approvalId });
    // Five teas: 50.00, post 5.00, tax 5.50.
    expect(await statusOf(next)).toMatchObject({ status: 'step_up_required', payment: { amount: 6_050n, approvalId: next.approvalId } });
    const shown = await open(next);
    expect(shown).toMatchObject({
      approval: { amount: 6_050n, triggerType: 'per_transaction', excessAmount: 1_050n },
      ownChange: { removed: [{ id: 'last' }], quantities: [{ id: 'tea', before: 6, after: 5 }], total: { before: money(8_250n, 'CAD'), after: money(6_050n, 'CAD') } },
      challenge: { signedContent: { approval_id: next.approvalId, total: '60.50', items: [{ id: 'tea', quantity: 5, total: '50.00' }] } },
    });
    await approve(next);
    const { status, token, ownerChange, payment } = await statusOf(next);
    expect({ status, ownerChange, amount: payment.amount }).toEqual({
      status: 'approved', amount: 6_050n, ownerChange: { items: [{ id: 'tea', name: 'Tea', quantity: 5 }], note: 'Five will do. See [link removed]' },
    });
    const checkout = await getCheckout(ctx, { checkoutId: asked.checkout.id, actor: actorOf(asked) });
    expect(checkout).toMatchObject({ value: { totals: { totalAmount: 6_050n }, lines: [{ itemId: 'tea', quantity: 5 }] } });
    await payWith(ctx, asked.agent, asked.checkout, token ?? '');
    const evidence = await getEvidence(ctx, { paymentId: asked.paymentId, agentId: asked.agent.agentId });
    expect(evidence.ok && (await checkEvidence(ctx, JSON.parse(JSON.stringify(evidence.value))))).toMatchObject({ ok: true });
  });

  it('is told to the agent with the approval, by webhook', async () => {
    const asked = await ask(await makeOwner(ctx));
    const { walletId, agentId } = asked.agent;
    await registerEndpoint(ctx, { walletId, agentId, url: 'https://agent.example/hook', events: ['step_up.approved'] });
    await approve(await changed(asked, { note: 'Five will do.' }));
    const [event] = await ctx.db.query<{ payload: { data: object } }>({
      name: 'test.webhook', text: `select payload from outbox_event where topic = 'webhook.deliver' and tenant_id = $1`, values: [walletId],
    });
    expect(event?.payload.data).toMatchObject({ payment_id: asked.paymentId, status: 'approved', amount: '60.50', items_changed: true, owner_note: 'Five will do.' });
  });

  it('says so when what is left would not have been asked, and can be changed again', async () => {
    const asked = await ask(await makeOwner(ctx));
    const once = await changed(asked, { items: [{ id: 'last', quantity: 0 }] });
    const twice = await changed(once, { items: [{ id: 'tea', quantity: 1 }] });
    expect(await approvalOf(twice)).toMatchObject({ amount: 1_650n, excessAmount: null, reason: expect.stringContaining('within your limits') as string });
    await approve(twice);
    expect(await statusOf(twice)).toMatchObject({ status: 'approved', payment: { amount: 1_650n } });
  });

  it('is found by the agent that asks again for what is left, and by no other amount', async () => {
    const asked = await ask(await makeOwner(ctx));
    const next = await changed(asked);
    const now = await getCheckout(ctx, { checkoutId: asked.checkout.id, actor: actorOf(asked) });
    if (!now.ok) throw new Error(now.error.code);
    expect(await askFor(ctx, asked.agent, now.value)).toMatchObject({ value: { kind: 'step_up', paymentId: asked.paymentId, approvalId: next.approvalId } });
    expect(await askFor(ctx, asked.agent, asked.checkout)).toMatchObject({ error: { code: 'amount_mismatch', expected: 6_050n } });
  });

  it.each<[string, { id: string; quantity: number }[]]>([
    ['unknown_item', [{ id: 'soap', quantity: 0 }]],
    ['quantity_raised', [{ id: 'tea', quantity: 7 }]],
    ['nothing_left', [{ id: 'tea', quantity: 0 }, { id: 'last', quantity: 0 }]],
    ['nothing_changed', [{ id: 'tea', quantity: 6 }]],
  ])('refuses %s, and changes nothing', async (code, items) => {
    const asked = await ask(await makeOwner(ctx));
    expect(await change(asked, { items })).toMatchObject({ error: { code } });
    expect(await approvalOf(asked)).toMatchObject({ status: 'pending' });
    expect((await statusOf(asked)).payment.snapshotHash).toBe(asked.checkout.snapshotHash);
  });

  it('never raises the total, whatever became of prices', async () => {
    const dear = await makeShop(ctx);
    const asked = await ask(await makeOwner(ctx), [{ id: 'tea', quantity: 6 }, { id: 'last', quantity: 1 }], dear);
    await ctx.db.query({ name: 'test.raise', text: `update item set amount = 2000 where merchant_id = $1 and id = 'tea'`, values: [dear.merchantId] });
    expect(await change(asked, { items: [{ id: 'last', quantity: 0 }] })).toMatchObject({ error: { code: 'total_raised' } });
    expect(await approvalOf(asked)).toMatchObject({ status: 'pending' });
  });

  it('is unknown to another owner, and refused once expired, decided or edited, or with its agent paused', async () => {
    const [asked, other] = [await ask(await makeOwner(ctx)), await makeOwner(ctx)];
    expect(await changeStepUp(ctx, { approvalId: asked.approvalId, walletId: other.agent.walletId, items: [{ id: 'tea', quantity: 1 }], note: null })).toMatchObject({ error: { code: 'not_found' } });
    await edit(asked);
    expect(await change(asked)).toMatchObject({ error: { code: 'checkout_changed' } });
    const paused = await ask(await makeOwner(ctx));
    await suspendAgent(ctx, paused.agent);
    expect(await change(paused)).toMatchObject({ error: { code: 'agent_inactive' } });
    const declined = await ask(await makeOwner(ctx));
    await rejectStepUp(ctx, { approvalId: declined.approvalId, walletId: declined.agent.walletId });
    expect(await change(declined)).toMatchObject({ error: { code: 'already_decided' } });
    const late = await ask(await makeOwner(ctx));
    ctx.clock.advance(901);
    expect(await change(late)).toMatchObject({ error: { code: 'expired' } });
  });

  it('closes what was shown before: an assertion over it approves nothing', async () => {
    const asked = await ask(await makeOwner(ctx));
    const { publicKey } = await open(asked);
    const next = await changed(asked);
    const assertion = asked.authenticator.assert(publicKey);
    const { walletId } = asked.agent;
    expect(await approveStepUp(ctx, { approvalId: asked.approvalId, walletId, assertion })).toMatchObject({ error: { code: 'checkout_changed' } });
    expect(await approveStepUp(ctx, { approvalId: next.approvalId, walletId, assertion })).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect((await open(asked)).challenge).toBeNull();
    expect(await change(asked)).toMatchObject({ error: { code: 'checkout_changed' } });
  });

  it('ends as one thing when two tabs change, one approves, one declines and the agent edits at the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const asked = await ask(await makeOwner(ctx));
      const { publicKey } = await open(asked);
      const { walletId } = asked.agent;
      const results = await Promise.all([
        change(asked),
        change(asked, { items: [{ id: 'tea', quantity: 1 }] }),
        approveStepUp(ctx, { approvalId: asked.approvalId, walletId, assertion: asked.authenticator.assert(publicKey) }),
        rejectStepUp(ctx, { approvalId: asked.approvalId, walletId }),
        ...(round % 2 === 0 ? [edit(asked)] : []),
      ]);
      expect(results.slice(0, 4).filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
      const { payment } = await statusOf(asked);
      const rows = await ctx.db.query<{ id: string; status: string; snapshot_hash: string }>({
        name: 'test.approvals', text: `select id, status, snapshot_hash from approval where payment_id = $1`, values: [asked.paymentId],
      });
      const pending = rows.filter(({ status }) => status === 'pending');
      expect(pending.map(({ id, snapshot_hash }) => [id, snapshot_hash])).toEqual(payment.status === 'step_up_required' ? [[payment.approvalId, payment.snapshotHash]] : []);
    }
  });
});
