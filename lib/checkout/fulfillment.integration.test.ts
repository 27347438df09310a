import { beforeAll, describe, expect, it } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { insertTaxRate } from '@/lib/demo/store';
import { newUuid } from '@/lib/kernel/id';
import { insertFulfillment, insertMerchant } from '@/lib/merchant';
import { BUYER, makeAgent, makeShop, payWith, TORONTO, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { createCheckout, updateCheckout, type Checkout, type CheckoutPatch, type CheckoutRefusal, type CreateCheckout, type GroupRequest, type SelectionRequest } from './index';

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;

const MONTREAL = { ...TORONTO, line_one: '1 rue du Test', city: 'Montréal', state: 'QC', postal_code: 'H2X 1Y4' };
const PARIS = { ...TORONTO, city: 'Paris', state: 'IDF', country: 'FR', postal_code: '75006' };
const COUNTER = { name: 'The counter', address: { ...MONTREAL, name: 'The counter' } };

/** Ships for 5.00 in Canada, with 10 % tax, in Quebec 5 % GST and 9.975 % QST; pickup at a counter in Montreal; a courier in M5V for 3.00; an e-book. */
beforeAll(async () => {
  ctx = await testCtx();
  [shop, agent] = await Promise.all([makeShop(ctx), makeAgent(ctx)]);
  const item = { merchantId: shop.merchantId, description: '', category: 'books', imagePath: null, currency: 'CAD', stock: null } as const;
  await insertItem(ctx, { ...item, id: 'ebook', name: 'E-book', amount: 2_000n, delivery: 'digital' }, 2);
  await insertItem(ctx, { ...item, id: 'mug', name: 'Mug', amount: 3_000n }, 3);
  await insertFulfillment(ctx, shop.merchantId, { id: 'counter', method: 'pickup', title: 'Pickup', description: '', amount: 0n, window: { fromMinutes: 60, toMinutes: 2_880 }, place: COUNTER }, 0);
  await insertFulfillment(ctx, shop.merchantId, { id: 'courier', method: 'local_delivery', title: 'Courier', description: '', amount: 300n, window: { fromMinutes: 60, toMinutes: 180 }, postalPrefixes: ['m5v'] }, 1);
  await insertTaxRate(ctx, shop.merchantId, { country: 'CA', region: 'QC', name: 'GST', rateBasisPoints: 500 });
  await insertTaxRate(ctx, shop.merchantId, { country: 'CA', region: 'QC', name: 'QST', rateBasisPoints: 997.5 });
});

const TEA = { id: 'tea', quantity: 1 };
const EBOOK = { id: 'ebook', quantity: 1 };
const MUG = { id: 'mug', quantity: 1 };
const selection = (optionId: string, ...itemIds: string[]): SelectionRequest => ({ optionId, itemIds });
const group = (id: string, itemIds: string[], more: Partial<GroupRequest> = {}): GroupRequest => ({ id, itemIds, method: 'shipping', contact: null, address: null, locationId: null, instructions: null, ...more });

const open = (more: Partial<CreateCheckout>) =>
  createCheckout(ctx, { merchantId: shop.merchantId, actor: { kind: 'agent', agentId: agent.agentId }, wire: 'acp', wireVersion: '2026-04-17', items: [TEA], buyer: BUYER, ...more });
async function opened(more: Partial<CreateCheckout>): Promise<Checkout> {
  const checkout = await open(more);
  if (!checkout.ok) throw new Error(JSON.stringify(checkout.error));
  return checkout.value;
}
const change = (checkout: Checkout, patch: CheckoutPatch) => updateCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, patch });
const chosen = ({ selections }: Checkout): unknown => selections.map(({ optionId, lineIds }) => [optionId, ...lineIds]);

describe('what is offered', () => {
  it('follows the address: shipping where the merchant ships to, a courier nearby, pickup everywhere', async () => {
    const ids = async (address?: typeof TORONTO): Promise<string[]> => (await opened({ address })).options.map(({ id }) => id);
    expect(await ids()).toEqual(['counter']);
    expect(await ids(TORONTO)).toEqual(['post', 'counter', 'courier']);
    expect(await ids({ ...TORONTO, postal_code: 'm5v2t6' })).toEqual(['post', 'counter', 'courier']);
    expect(await ids(MONTREAL)).toEqual(['post', 'counter']);
    expect(await ids(PARIS)).toEqual(['counter']);
  });

  it('tells the place of a pickup, and when goods are handed over', async () => {
    const { options } = await opened({ address: TORONTO });
    expect(options.find(({ id }) => id === 'counter')).toMatchObject({ kind: 'pickup', location: COUNTER, earliestAt: '2026-11-21T13:00:00.000Z', latestAt: '2026-11-23T12:00:00.000Z' });
    expect(options.find(({ id }) => id === 'courier')).toMatchObject({ kind: 'local_delivery', location: null, subtotalAmount: 300n, taxAmount: 30n });
  });
});

describe('what is selected where nobody chooses', () => {
  it('is shipping once the address is known, and digital delivery at once', async () => {
    const bare = await opened({ items: [TEA, EBOOK] });
    expect([bare.status, chosen(bare), bare.messages.map(({ code, subject }) => [code, subject.field])]).toEqual(['needs_input', [['digital', 'line_2']], [['missing', 'address']]]);
    const full = await opened({ items: [EBOOK, TEA], address: TORONTO });
    expect([full.status, chosen(full), full.totals.fulfillmentAmount]).toEqual(['ready', [['post', 'line_2'], ['digital', 'line_1']], 500n]);
  });

  it('of digital goods alone needs no address, and bears the tax of the merchant’s country', async () => {
    const { status, totals, options } = await opened({ items: [EBOOK] });
    expect([status, totals.taxAmount, totals.totalAmount, options.map(({ kind }) => kind)]).toEqual(['ready', 200n, 2_200n, ['digital']]);
  });

  it('is nothing where the merchant does not ship to, although the goods could be fetched', async () => {
    const abroad = await opened({ address: PARIS });
    expect([abroad.status, abroad.selections, abroad.messages]).toMatchObject(['needs_input', [], [{ code: 'missing', subject: { field: 'fulfillment_option' } }]]);
  });
});

describe('a selection', () => {
  it('of a pickup makes a checkout ready without an address, with the tax of the place', async () => {
    const { status, address, lines, totals } = await opened({ selections: [selection('counter')] });
    expect([status, address, totals.fulfillmentAmount, totals.totalAmount]).toEqual(['ready', null, 0n, 1_150n]);
    expect(lines[0]?.taxes).toEqual([{ name: 'GST', rateBasisPoints: 500, amount: 50n }, { name: 'QST', rateBasisPoints: 997.5, amount: 100n }]);
  });

  it('of several options is by ids of items or of lines, each line in one, and what they cost adds up', async () => {
    const checkout = await opened({ items: [TEA, MUG, EBOOK], address: TORONTO, selections: [selection('post', 'tea'), selection('courier', 'line_2')] });
    expect([checkout.status, chosen(checkout)]).toEqual(['ready', [['post', 'line_1'], ['courier', 'line_2'], ['digital', 'line_3']]]);
    expect([checkout.totals.fulfillmentAmount, checkout.totals.taxAmount, checkout.totals.totalAmount]).toEqual([800n, 680n, 7_480n]);
    const left = await opened({ items: [TEA, MUG], address: TORONTO, selections: [selection('courier'), selection('post', 'tea')] });
    expect(chosen(left)).toEqual([['post', 'line_1'], ['courier', 'line_2']]);
    const rest = await opened({ items: [TEA, MUG], address: TORONTO, selections: [selection('courier', 'mug')] });
    expect(chosen(rest)).toEqual([['post', 'line_1'], ['courier', 'line_2']]);
  });

  it('by the id of an item means all its lines', async () => {
    expect(chosen(await opened({ items: [TEA, MUG, TEA], address: TORONTO, selections: [selection('courier', 'tea')] }))).toEqual([['courier', 'line_1', 'line_3'], ['post', 'line_2']]);
  });

  it.each<[name: string, selections: SelectionRequest[], refusal: CheckoutRefusal]>([
    ['of an unknown option', [selection('post', 'tea'), selection('moon')], { code: 'unknown_option', optionId: 'moon', index: 1 }],
    ['of an unknown item', [selection('post', 'tea', 'moon')], { code: 'bad_fulfillment_item', in: 'selections', index: 0, itemIndex: 1, itemId: 'moon', reason: 'unknown' }],
    ['of an item that it cannot hand over', [selection('digital', 'tea')], { code: 'bad_fulfillment_item', in: 'selections', index: 0, itemIndex: 0, itemId: 'tea', reason: 'not_offered' }],
    ['of an item that another has', [selection('post', 'tea'), selection('courier', 'line_1')], { code: 'bad_fulfillment_item', in: 'selections', index: 1, itemIndex: 0, itemId: 'line_1', reason: 'taken' }],
    ['of nothing that is left', [selection('post'), selection('courier')], { code: 'bad_fulfillment_item', in: 'selections', index: 1, itemIndex: null, itemId: null, reason: 'taken' }],
  ])('%s is refused with its place', async (_name, selections, error) => {
    expect(await open({ items: [TEA, EBOOK], address: TORONTO, selections })).toEqual({ ok: false, error });
  });

  it('stays with its goods when others come, and is dropped when it is not offered any more', async () => {
    const checkout = await opened({ items: [TEA, MUG], address: TORONTO, selections: [selection('courier', 'mug'), selection('post', 'tea')] });
    const moved = await change(checkout, { items: [EBOOK, MUG, TEA] });
    if (!moved.ok) throw new Error(moved.error.code);
    expect(chosen(moved.value)).toEqual([['courier', 'line_2'], ['post', 'line_3'], ['digital', 'line_1']]);
    const away = await change(checkout, { address: MONTREAL });
    if (!away.ok) throw new Error(away.error.code);
    expect(chosen(away.value)).toEqual([['post', 'line_2', 'line_3'], ['digital', 'line_1']]);
  });
});

describe('groups', () => {
  it('go each to a place of their own, with options, prices and taxes of that place, and are paid together', async () => {
    const checkout = await opened({ items: [TEA, MUG, EBOOK], address: TORONTO, groups: [group('home', ['tea']), group('mum', ['mug'], { address: MONTREAL, instructions: 'Ring twice' })] });
    expect(checkout).toMatchObject({
      status: 'ready',
      groups: [{ id: 'home', lineIds: ['line_1'], address: null }, { id: 'mum', lineIds: ['line_2'], address: { city: 'Montréal' }, instructions: 'Ring twice' }],
      options: [{ id: 'home:post', groupId: 'home' }, { id: 'mum:post', groupId: 'mum' }, { id: 'digital', groupId: null }],
      lines: [{ taxes: [{ name: 'Tax' }] }, { taxes: [{ name: 'GST', amount: 150n }, { name: 'QST', amount: 299n }] }, { taxes: [{ name: 'Tax' }] }],
      totals: { fulfillmentAmount: 1_000n },
    });
    const buyer = await makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 50_000n, dailyAmount: 50_000n, monthlyAmount: 50_000n }] });
    const own = await opened({ actor: { kind: 'agent', agentId: buyer.agentId }, items: [TEA, MUG], address: TORONTO, groups: [group('mum', ['mug'], { address: MONTREAL })] });
    await payWith(ctx, buyer, own, await tokenFor(ctx, buyer, own));
  });

  it('that are fetched name their place, by its id or name', async () => {
    const checkout = await opened({ items: [TEA], groups: [group('fetch', ['tea'], { method: 'pickup', locationId: 'The counter' })] });
    expect([checkout.status, chosen(checkout)]).toEqual(['ready', [['fetch:counter', 'line_1']]]);
    const lost = await opened({ items: [TEA], groups: [group('fetch', ['tea'], { method: 'pickup', locationId: 'elsewhere' })] });
    expect([lost.status, lost.messages]).toMatchObject(['needs_input', [{ code: 'invalid', subject: { field: 'fulfillment_group', index: 0 } }]]);
  });

  it('are needed each: one that cannot be served is told by its place', async () => {
    const checkout = await opened({ items: [TEA, MUG], address: TORONTO, groups: [group('a', ['tea']), group('b', ['mug'], { address: PARIS })] });
    expect([checkout.status, checkout.messages]).toMatchObject(['needs_input', [{ code: 'region_restricted', subject: { field: 'fulfillment_group', index: 1 } }]]);
  });

  it.each<[name: string, groups: GroupRequest[], index: number, reason: string]>([
    ['of an unknown item', [group('a', ['moon'])], 0, 'unknown'],
    ['of goods that another has', [group('a', ['tea']), group('b', ['line_1'])], 1, 'taken'],
    ['of a name that another has', [group('a', ['tea']), group('a', ['mug'])], 1, 'taken'],
  ])('%s are refused with their place', async (_name, groups, index, reason) => {
    expect(await open({ items: [TEA, MUG], address: TORONTO, groups })).toMatchObject({ ok: false, error: { code: 'bad_fulfillment_item', in: 'groups', index, reason } });
  });

  it('bind what is approved: another place is another snapshot', async () => {
    const checkout = await opened({ items: [TEA, MUG], address: TORONTO, groups: [group('a', ['tea']), group('b', ['mug'], { address: MONTREAL })] });
    const elsewhere = await change(checkout, { groups: [group('a', ['tea']), group('b', ['mug'], { address: { ...MONTREAL, line_one: '2 rue du Test' } })] });
    if (!elsewhere.ok) throw new Error(elsewhere.error.code);
    expect(elsewhere.value.totals).toEqual(checkout.totals);
    expect(elsewhere.value.snapshotHash).not.toBe(checkout.snapshotHash);
  });
});

describe('a merchant whose prices hold their tax', () => {
  it('shows net amounts and the tax by name, and the buyer pays the list price', async () => {
    const merchantId = newUuid();
    await insertMerchant(ctx, {
      id: merchantId, handle: `gross-${merchantId.slice(0, 8)}`, name: 'Gross', description: '', currency: 'EUR', country: 'FR', timeZone: 'Europe/Paris', supportEmail: 'a@gross.example',
      verifiedDomain: null, fulfillmentKind: 'pickup', pickupLocation: { name: 'Shop', address: PARIS }, pricesIncludeTax: true,
    }, 'whsec_test');
    await insertItem(ctx, { merchantId, id: 'pizza', name: 'Pizza', description: '', category: 'food', imagePath: null, currency: 'EUR', amount: 1_000n, stock: null }, 0);
    await insertTaxRate(ctx, merchantId, { country: 'FR', region: '', name: 'TVA', rateBasisPoints: 1_000 });
    const checkout = await createCheckout(ctx, { merchantId, actor: { kind: 'guest' }, wire: 'acp', wireVersion: '2026-04-17', items: [{ id: 'pizza', quantity: 3 }], buyer: BUYER });
    expect(checkout).toMatchObject({
      value: {
        status: 'ready',
        lines: [{ unitAmount: 909n, listAmount: 1_000n, baseAmount: 2_727n, taxAmount: 273n, taxes: [{ name: 'TVA', amount: 273n }], totalAmount: 3_000n }],
        totals: { itemsBaseAmount: 2_727n, taxAmount: 273n, totalAmount: 3_000n },
      },
    });
  });
});
