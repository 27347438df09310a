import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCheckout, type CreateCheckout } from '@/lib/checkout';
import { findMerchant } from '@/lib/merchant';
import { BUYER, TORONTO } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { seedDemoWorld } from './index';

// What rules.md and the docs say of the demo's shops.

let ctx: TestCtx;
let merchantId: string;
let codes: string[];
const dataDir = mkdtempSync(path.join(tmpdir(), 'demo-world-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

beforeAll(async () => {
  ctx = await testCtx();
  await seedDemoWorld(ctx, { dataDir, operatorApiKey: 'op_test' });
  merchantId = (await findMerchant(ctx, 'regal-moose'))?.id ?? '';
  const file = JSON.parse(readFileSync(path.join(dataDir, 'demo.json'), 'utf8')) as { merchants: { handle: string; discountCodes: string[] }[] };
  codes = file.merchants.find(({ handle }) => handle === 'regal-moose')?.discountCodes ?? [];
});

const open = async (more: Partial<CreateCheckout> = {}) => {
  const created = await createCheckout(ctx, {
    merchantId, actor: { kind: 'guest' }, wire: 'acp', wireVersion: '2026-04-17', items: [{ id: 'birch-soap', quantity: 1 }], buyer: BUYER, address: TORONTO, ...more,
  });
  if (!created.ok) throw new Error(created.error.code);
  return created.value;
};

describe('Regal Moose', () => {
  it('sells its cheapest item to Ontario for under 30.00, with two ways of shipping and no discount unasked', async () => {
    const { status, options, totals, discounts } = await open();
    expect([status, discounts.applied]).toEqual(['ready', []]);
    expect(totals.totalAmount).toBeLessThan(3_000n);
    expect(options.filter(({ kind }) => kind === 'shipping')).toHaveLength(2);
  });

  it('takes every code that demo.json lists, for any cart', async () => {
    expect(codes).toEqual(['WELCOME10']);
    expect(await open({ discountCodes: codes })).toMatchObject({ status: 'ready', discounts: { applied: [{ code: 'WELCOME10', amount: 85n }], rejected: [] } });
  });

  it.each([
    ['MUGS20', { items: [{ id: 'moose-mug', quantity: 2 }] }, 720n],
    ['FREESHIP', { items: [{ id: 'burr-grinder', quantity: 1 }] }, 650n],
    ['FIRST5', {}, 500n],
  ])('takes %s for the cart it is meant for', async (code, more, amount) => {
    expect((await open({ ...more, discountCodes: [code] })).discounts).toMatchObject({ applied: [{ code, amount }], rejected: [] });
  });

  it('shows how codes are refused, and a discount without a code', async () => {
    expect((await open({ discountCodes: ['SUMMER15', 'FREESHIP'] })).discounts.rejected).toMatchObject([{ reason: 'discount_code_expired' }, { reason: 'discount_code_minimum_not_met' }]);
    expect((await open({ items: [{ id: 'burr-grinder', quantity: 40 }] })).discounts.applied).toMatchObject([{ code: null, name: '5 % off large orders' }]);
  });

  it('tells two taxes apart in Montréal, where it also delivers by bicycle and hands over at its workshop; its e-book goes to anyone', async () => {
    const montreal = { ...TORONTO, city: 'Montréal', state: 'QC', postal_code: 'H2X 1Y4' };
    const { lines, options } = await open({ address: montreal });
    expect(lines[0]?.taxes.map(({ name }) => name)).toEqual(['GST', 'QST']);
    expect(options.map(({ kind }) => kind)).toEqual(['shipping', 'shipping', 'pickup', 'local_delivery']);
    expect(await createCheckout(ctx, { merchantId, actor: { kind: 'guest' }, wire: 'acp', wireVersion: '2026-04-17', items: [{ id: 'trail-guide', quantity: 1 }], buyer: BUYER })).toMatchObject({ value: { status: 'ready' } });
  });
});
