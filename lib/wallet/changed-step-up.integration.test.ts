import { beforeAll, describe, expect, it } from 'vitest';
import { loadApprovalView } from '@/lib/approval';
import type { Checkout } from '@/lib/checkout';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { approveStepUp, openStepUp, type OpenStepUp } from './index';

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
