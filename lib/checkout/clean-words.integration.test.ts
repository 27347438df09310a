import { beforeAll, expect, it } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { askFor, BUYER, makeAgent, makeShop, TORONTO } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { openStepUp } from '@/lib/wallet';
import { completeCheckout, createCheckout } from './index';

// Rules.md: control and bidi characters stripped, length-limited, no links, in what agents, merchants and items say.

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testCtx();
});

const HOSTILE = 'Fine \u202etfig\u202c\u0007 see https://evil.example/now';
const PLAIN = 'Fine tfig see [link removed]';

it('shows and signs an item, an address and a buyer in plain words, whoever wrote them', async () => {
  const [shop, agent] = await Promise.all([makeShop(ctx), makeAgent(ctx)]);
  await insertItem(
    ctx,
    { merchantId: shop.merchantId, id: 'odd', name: HOSTILE, description: HOSTILE, category: 'pantry', imagePath: null, currency: 'CAD', amount: 9_000n, stock: null },
    9,
  );
  const actor = { kind: 'agent', agentId: agent.agentId } as const;
  const buyer = { ...BUYER, lastName: HOSTILE };
  const created = await createCheckout(ctx, {
    merchantId: shop.merchantId, actor, wire: 'acp', wireVersion: '2026-04-17', items: [{ id: 'odd', quantity: 1 }], buyer, address: { ...TORONTO, line_two: HOSTILE },
  });
  if (!created.ok) throw new Error(created.error.code);
  expect(created.value).toMatchObject({ lines: [{ name: PLAIN }], buyer: { lastName: PLAIN }, address: { line_two: PLAIN } });

  const asked = await askFor(ctx, agent, created.value);
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  const opened = await openStepUp(ctx, { approvalId: asked.value.approvalId, walletId: agent.walletId });
  if (!opened.ok) throw new Error(opened.error.code);
  expect(JSON.stringify(opened.value, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).not.toMatch(/evil|\u202e|\\u0007/);
  expect(opened.value.challenge?.signedContent).toMatchObject({ items: [{ name: PLAIN }], address: { line_two: PLAIN } });

  const complete = (given: typeof buyer) => completeCheckout(ctx, { checkoutId: created.value.id, actor, token: 'vt_none', wireVersion: '2026-04-17', resumed: false, buyer: given });
  expect(await complete({ ...buyer, lastName: 'Someone else' })).toMatchObject({ error: { code: 'buyer_mismatch' } });
  expect(await complete(buyer), 'the same words again are the same buyer').not.toMatchObject({ error: { code: 'buyer_mismatch' } });
});
