import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { hireAt, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getMenu, postQuote } from '@/lib/protocols/quote';
import { updateItem } from '@/lib/menu';

let ctx: TestCtx;
let browser: ConsoleBrowser;
let merchantId: string;
let handle: string;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
  // A pizzeria with a menu, whose owner is the one who signed up.
  const [pizzeria, owner] = [await makePizzeria(ctx), await openTestStore(ctx)];
  ({ merchantId, handle } = pizzeria);
  browser = owner.browser;
  await ctx.pool.query('update merchant_member set merchant_id = $1 where user_id = $2', [merchantId, owner.userId]);
});
afterAll(() => void vi.unstubAllEnvs());

type Shown = { items: { sku: string; name: string; priceCents: number }[]; sections: { sectionKey: string; items: { sku: string }[] }[] };
const menu = async (locale = 'sv-SE'): Promise<Shown> => (await callEndpoint(ctx, getMenu, { headers: { 'x-merchant-handle': handle }, query: `?locale=${locale}` })).body as unknown as Shown;
const skus = async (): Promise<string[]> => (await menu()).items.map(({ sku }) => sku);
const quote = async (sku: string) =>
  (await callEndpoint(ctx, postQuote, { headers: { 'x-merchant-handle': handle }, body: { items: [{ sku, qty: 1 }], fulfillment: { type: 'pickup' }, contact: { name: 'Ada', email: 'ada@buyer.example' } } })).body;
const coded = (errorCode: string) => ({ error: expect.any(String) as string, errorCode, retryable: false });
const revisionOf = async (sku: string): Promise<number> => {
  const { body } = await browser('GET', '/merchant/menu');
  return (body.items as { sku: string; revision: number }[]).find((item) => item.sku === sku)?.revision ?? 0;
};

describe('an item', () => {
  it('that is added stands on the menu in its section, in every language that it has words in, and can be bought', async () => {
    const section = await browser('POST', '/merchant/menu/sections', { title: 'Säsongens pizzor', translations: { fr: { title: 'De saison' } } });
    expect(section).toMatchObject({ status: 201, body: { sectionKey: 'sasongens-pizzor', revision: 1, archived: false } });
    const made = await browser('POST', '/merchant/menu/items', {
      sku: 'PZ-KAN', name: 'Kantarell\u202e', priceCents: 1_700, itemType: 'pizza', sectionKey: 'sasongens-pizzor', description: 'Kantareller.', translations: { fr: { name: 'Girolles' }, en: {} },
    });
    expect(made).toMatchObject({ status: 201, body: { sku: 'PZ-KAN', priceCents: 1_700, stock: null, available: true, archived: false, revision: 1 } });
    expect((await menu('fr')).items.find(({ sku }) => sku === 'PZ-KAN')).toMatchObject({ name: 'Girolles', priceCents: 1_700 });
    expect((await menu()).items.find(({ sku }) => sku === 'PZ-KAN')?.name, 'cleaned as it comes in').toBe('Kantarell');
    expect((await menu()).sections.find(({ sectionKey }) => sectionKey === 'sasongens-pizzor')?.items).toMatchObject([{ sku: 'PZ-KAN' }]);
    expect(await quote('PZ-KAN')).toMatchObject({ subtotalCents: 1_700 });
    expect(await browser('POST', '/merchant/menu/items', { sku: 'PZ-KAN', name: 'Again', priceCents: 1 })).toEqual(expect.objectContaining({ status: 409, body: coded('SKU_TAKEN') }));
  });

  it('has its new price on the next request, is gone when it is archived, and comes back', async () => {
    expect(await browser('PATCH', '/merchant/menu/items/PZ-DIA', { priceCents: 1_650, revision: await revisionOf('PZ-DIA') })).toMatchObject({ status: 200, body: { priceCents: 1_650, revision: 2 } });
    expect(await quote('PZ-DIA')).toMatchObject({ subtotalCents: 1_650 });
    await browser('PATCH', '/merchant/menu/items/PZ-DIA', { archived: true });
    expect(await skus()).not.toContain('PZ-DIA');
    expect(await quote('PZ-DIA')).toMatchObject({ errorCode: 'ITEM_UNAVAILABLE' });
    await browser('PATCH', '/merchant/menu/items/PZ-DIA', { archived: false });
    expect(await skus()).toContain('PZ-DIA');
  });

  it('keeps what buyers took of its stock when something else of it is edited', async () => {
    await browser('PATCH', '/merchant/menu/items/DR-COL', { stock: 3 });
    await ctx.pool.query(`update item set stock = stock - 1 where merchant_id = $1 and id = 'DR-COL'`, [merchantId]);
    expect(await browser('PATCH', '/merchant/menu/items/DR-COL', { name: 'Cola 33 cl' })).toMatchObject({ body: { stock: 2 } });
    expect(await browser('PATCH', '/merchant/menu/items/DR-COL', { stock: null })).toMatchObject({ body: { stock: null } });
  });

  it('that two managers edit at the same moment is saved for one, and the other is shown what is there', async () => {
    const revision = await revisionOf('DS-TIR');
    const edits = await Promise.all(['Ett', 'Två', 'Tre'].map((description) => browser('PATCH', '/merchant/menu/items/DS-TIR', { description, revision })));
    expect(edits.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const saved = edits.find(({ status }) => status === 200);
    for (const { body } of edits.filter(({ status }) => status === 409)) expect(body).toMatchObject({ errorCode: 'REVISION_CONFLICT', details: { current: { description: saved?.body.description, revision: revision + 1 } } });
  });

  it.each([
    [{ priceCents: 0 }, '$.priceCents'], [{ priceCents: 9.5 }, '$.priceCents'], [{ sectionKey: 'nowhere' }, '$.sectionKey'], [{ translations: { 'not a tag': { name: 'x' } } }, '$.translations'], [{ stock: -1 }, '$.stock'],
    [{ colour: 'red' }, '$'],
  ])('is not saved with %j', async (change, param) => {
    const answer = await browser('PATCH', '/merchant/menu/items/PZ-MAR', change);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', details: { param: expect.stringContaining(param) as string } } });
    expect(await revisionOf('PZ-MAR')).toBe(1);
  });
});

describe('a section', () => {
  it('moves on the menu by its order, and is gone when it is archived; its items stay', async () => {
    const order = async (): Promise<string[]> => (await menu()).sections.map(({ sectionKey }) => sectionKey);
    expect((await order()).slice(0, 2)).toEqual(['pizzas', 'drinks']);
    expect(await browser('PATCH', '/merchant/menu/sections/drinks', { sortOrder: 50, revision: 1 })).toMatchObject({ status: 200, body: { revision: 2 } });
    expect((await order()).slice(0, 2)).toEqual(['drinks', 'pizzas']);
    expect(await browser('PATCH', '/merchant/menu/sections/drinks', { title: 'Dricka', revision: 1 })).toMatchObject({ status: 409, body: coded('REVISION_CONFLICT') });
    await browser('PATCH', '/merchant/menu/sections/drinks', { archived: true });
    expect(await order()).not.toContain('drinks');
    expect(await skus()).toContain('DR-COL');
  });

  it('has a key of its own', async () => {
    expect(await browser('POST', '/merchant/menu/sections', { sectionKey: 'pizzas', title: 'More' })).toMatchObject({ status: 409, body: coded('SECTION_TAKEN') });
    expect(await browser('POST', '/merchant/menu/sections', { title: '披萨' })).toMatchObject({ status: 201, body: { sectionKey: expect.stringMatching(/^section-/) as string } });
  });
});

describe('an ingredient', () => {
  it('that is out hides every item that is made of it, until it is back, or until it is not of it any more', async () => {
    const [basil, flour] = [
      (await browser('POST', '/merchant/ingredients', { name: 'Basilika', linkedSkus: ['PZ-MAR'] })).body.ingredientId as string,
      (await browser('POST', '/merchant/ingredients', { name: 'Mjöl', linkedSkus: ['PZ-MAR', 'PZ-DIA'] })).body.ingredientId as string,
    ];
    const set = (id: string, change: object) => browser('PATCH', `/merchant/ingredients/${id}`, change);
    const onMenu = async (): Promise<string[]> => (await skus()).filter((sku) => sku === 'PZ-MAR' || sku === 'PZ-DIA');
    await set(basil, { inStock: false });
    expect(await onMenu()).toEqual(['PZ-DIA']);
    expect(await quote('PZ-MAR')).toMatchObject({ errorCode: 'ITEM_UNAVAILABLE' });
    await set(flour, { inStock: false });
    expect(await onMenu()).toEqual([]);
    await set(basil, { inStock: true });
    expect(await onMenu(), 'there is no flour yet').toEqual([]);
    await set(flour, { linkedSkus: ['PZ-DIA'] });
    expect(await onMenu()).toEqual(['PZ-MAR']);
    await set(flour, { inStock: true });
    expect(await onMenu()).toEqual(['PZ-MAR', 'PZ-DIA']);
  });

  it('two that change at the same moment leave each item as its ingredients are, in twenty rounds', async () => {
    const ids = await Promise.all(['Lök', 'Ost'].map(async (name) => (await browser('POST', '/merchant/ingredients', { name, linkedSkus: ['PZ-KAN'] })).body.ingredientId as string));
    for (let round = 0; round < 20; round++) {
      const states = ids.map((_id, index) => ((round >> index) & 1) === 0);
      await Promise.all(ids.map((id, index) => browser('PATCH', `/merchant/ingredients/${id}`, { inStock: states[index] })));
      expect((await skus()).includes('PZ-KAN'), JSON.stringify(states)).toBe(states.every(Boolean));
    }
    await Promise.all(ids.map((id) => browser('PATCH', `/merchant/ingredients/${id}`, { inStock: true })));
  });

  it('of items that are not the merchant’s is refused', async () => {
    expect(await browser('POST', '/merchant/ingredients', { name: 'Air', linkedSkus: ['PZ-MAR', 'NOT-OURS'] })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', details: { param: '$.linkedSkus' } } });
  });
});

describe('who edits', () => {
  it('is an owner or a manager: staff are told that it is not theirs, and another store knows none of it', async () => {
    const staff = await hireAt(ctx, browser, 'staff');
    for (const path of ['/merchant/menu', '/merchant/ingredients']) expect(await staff.browser('GET', path)).toMatchObject({ status: 403 });
    expect(await staff.browser('PATCH', '/merchant/menu/items/PZ-MAR', { priceCents: 1 })).toMatchObject({ status: 403 });
    const other = await openTestStore(ctx);
    expect(await other.browser('PATCH', '/merchant/menu/items/PZ-MAR', { priceCents: 1 })).toMatchObject({ status: 404, body: coded('NOT_FOUND') });
    expect(await other.browser('GET', '/merchant/menu')).toMatchObject({ body: { items: [], sections: [] } });
    expect(await updateItem(ctx, { merchantId: other.merchantId, sku: 'PZ-MAR', revision: null, patch: { amount: 1n } })).toEqual({ ok: false, error: { code: 'not_found' } });
  });

  it('comes from a page of ours', async () => {
    expect(await browser('POST', '/merchant/menu/items', { name: 'X', priceCents: 1 }, { origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 });
  });
});
