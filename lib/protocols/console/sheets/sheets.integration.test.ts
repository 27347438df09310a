import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'csv-parse/sync';
import { loadStudio } from '@/lib/menu';
import { columnsOf, importSheet, SHEETS, type Fault } from '@/lib/sheet';
import { createCheckout } from '@/lib/checkout';
import { tableGeo } from '@/lib/providers/table-geo';
import { tableShipping } from '@/lib/providers/table-shipping';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { hireAt, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { BUYER, makeAgent, makeShop, TORONTO } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

let ctx: TestCtx;
let browser: ConsoleBrowser;
let merchantId: string;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
  ({ browser, merchantId } = await openStore());
});
afterAll(() => void vi.unstubAllEnvs());

/** A store with a currency, whose owner is signed in. */
async function openStore() {
  const store = await openTestStore(ctx);
  await ctx.pool.query(`update merchant set currency = 'CAD', country = 'CA' where id = $1`, [store.merchantId]);
  return store;
}

type Preview = { rows: number; created: number; changed: number; unchanged: number; faults: Fault[]; faultCount: number; changes: { row: number; before: object | null; after: object }[]; basis: string };
const preview = async (sheet: string, csv: string, by = browser): Promise<Preview> => {
  const reply = await by('POST', `/merchant/sheets/${sheet}/preview`, { csv });
  expect(reply.status).toBe(200);
  return reply.body as unknown as Preview;
};
const bring = (sheet: string, csv: string, basis?: string, by = browser) => by('POST', `/merchant/sheets/${sheet}/import`, { csv, ...(basis !== undefined && { basis }) });
const take = async (sheet: string, by = browser): Promise<string> => (await by('GET', `/merchant/sheets/${sheet}`)).text;
const faultsOf = ({ faults }: Preview) => faults.map(({ row, column, code }) => [row, column, code]);

const PRODUCTS = 'id,title,price,image_url\nroses,Red roses,3500,https://shop.example/roses.jpg\npot,Clay pot,1200,\n';

describe('a file', () => {
  it('says of each row what it would change, and changes nothing', async () => {
    expect(await preview('products', PRODUCTS)).toMatchObject({ rows: 2, created: 2, changed: 0, unchanged: 0, faultCount: 0, changes: [{ row: 2, before: null, after: { id: 'roses', price: '3500' } }, { row: 3 }] });
    expect((await loadStudio(ctx, merchantId)).items).toEqual([]);
    await bring('products', PRODUCTS);
    const again = await preview('products', PRODUCTS.replace('1200', '1300'));
    expect(again).toMatchObject({ rows: 2, created: 0, changed: 1, unchanged: 1, changes: [{ row: 3, before: { price: '1200' }, after: { price: '1300', title: 'Clay pot' } }] });
    const items = (await loadStudio(ctx, merchantId)).items;
    expect(items).toMatchObject([{ sku: 'roses', name: 'Red roses', amount: 3500n, available: true, revision: 1 }, { sku: 'pot', amount: 1200n }]);
    const { rows } = await ctx.pool.query<{ image_path: string; currency: string }>('select image_path, currency from item where merchant_id = $1 and id = $2', [merchantId, 'roses']);
    expect(rows).toEqual([{ image_path: 'https://shop.example/roses.jpg', currency: 'CAD' }]);
  });

  it('is taken whole or not at all', async () => {
    const { browser: own, merchantId: ownId } = await openStore();
    const wrong = `${PRODUCTS}tulips,Tulips,cheap,\n`;
    expect(await bring('products', wrong, undefined, own)).toMatchObject({ status: 422, body: { errorCode: 'ROWS_INVALID', retryable: false, details: { faults: [{ row: 4, column: 'price', code: 'not_a_number', message: expect.any(String) as string }] } } });
    expect((await loadStudio(ctx, ownId)).items).toEqual([]);
    expect(await bring('products', wrong.replace('cheap', '900'), undefined, own)).toMatchObject({ status: 200, body: { created: 3, changed: 0 } });
    expect((await loadStudio(ctx, ownId)).items.map(({ sku }) => sku), 'in the order of the file').toEqual(['roses', 'pot', 'tulips']);
  });

  it('that names what a preview showed writes exactly that, or nothing', async () => {
    const { browser: own } = await openStore();
    await bring('products', PRODUCTS, undefined, own);
    const dearer = PRODUCTS.replace('3500', '3600');
    const { basis } = await preview('products', dearer, own);
    expect((await own('PATCH', '/merchant/menu/items/roses', { revision: 1, priceCents: 9_900 })).status).toBe(200);
    const late = await bring('products', dearer, basis, own);
    expect(late).toMatchObject({ status: 409, body: { errorCode: 'CHANGED_SINCE', details: { changes: [{ before: { price: '9900' }, after: { price: '3600' } }] } } });
    const { basis: now } = (late.body as { details: Preview }).details;
    expect((await bring('products', dearer, now, own)).status).toBe(200);
    const stale = await own('PATCH', '/merchant/menu/items/roses', { revision: 2, priceCents: 1 });
    expect(stale, 'who has it open in Menu Studio is told').toMatchObject({ status: 409, body: { errorCode: 'REVISION_CONFLICT' } });
  });

  it('that two bring at the same moment with one preview is written once', async () => {
    const { browser: own } = await openStore();
    const { basis } = await preview('products', PRODUCTS, own);
    const replies = await Promise.all([1, 2, 3].map(() => bring('products', PRODUCTS, basis, own)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  it('changes the columns that it has, and no row that it does not name', async () => {
    const { browser: own, merchantId: ownId } = await openStore();
    await bring('products', `id,title,price,description,category\nroses,Roses,3500,"Long, and red.",pizza\npot,Pot,1200,,`, undefined, own);
    await bring('products', 'price,id,title\n4000,roses,Roses', undefined, own);
    expect((await loadStudio(ctx, ownId)).items).toMatchObject([{ sku: 'roses', amount: 4000n, description: 'Long, and red.', itemType: 'pizza', revision: 2 }, { sku: 'pot', amount: 1200n, itemType: 'other', revision: 1 }]);
  });

  it('comes out as it went in, whatever its words are', async () => {
    const { browser: own } = await openStore();
    const title = `"=HYPERLINK(""x"")"`;
    expect(faultsOf(await preview('products', `id,title,price\na,${title},100`, own)), 'a formula is not taken for words').toEqual([[2, 'title', 'formula']]);
    await bring('products', `id,title,price\na,"'=HYPERLINK(""x"")",100\nb,"Semi;colon, ""quoted""",100\nc,Très bon 🍕,100`, undefined, own);
    const csv = await take('products', own);
    const titles = (parse(csv, { columns: true }) as unknown as { title: string }[]).map((row) => row.title);
    expect(titles, 'and leaves as no formula').toEqual([`'=HYPERLINK("x")`, 'Semi;colon, "quoted"', 'Très bon 🍕']);
    expect(await preview('products', csv, own)).toMatchObject({ rows: 3, unchanged: 3, faultCount: 0 });
    expect((await own('GET', '/merchant/sheets/products')).headers.get('content-disposition')).toBe('attachment; filename="products.csv"');
  });

  it.each([
    ['nothing', '', [[null, null, 'empty_file']]],
    ['a header alone', 'id,title,price\n\n\n', [[null, null, 'empty_file']]],
    ['an open quotation mark', 'id,title,price\na,"Roses,100\n', [[expect.anything(), null, 'not_csv']]],
    ['a cell of 100,000 letters', `id,title,price\na,${'x'.repeat(100_000)},100`, [[expect.anything(), null, 'not_csv']]],
    ['more rows than may be', `id,title,price\n${'a,A,1\n'.repeat(5001)}`, [[null, null, 'too_many_rows']]],
    ['columns that are not there, twice, or missing', 'id,title,title,stock\na,A,A,1', [[1, 'stock', 'unknown_column'], [1, 'title', 'repeated_column'], [1, 'price', 'missing_column']]],
    ['a column named after what every object has', 'id,title,price,constructor\na,A,1,x', [[1, 'constructor', 'unknown_column']]],
    ['a row that is wider than the header', 'id,title,price\na,A,1,x', [[2, null, 'too_many_cells']]],
    ['a key twice, and one that is none', 'id,title,price\na,A,1\na,B,2\n../x,C,3', [[3, 'id', 'repeated_row'], [4, 'id', 'not_an_id']]],
    ['prices that are none', 'id,title,price\na,A,-1\nb,B,1.50\nc,C,0\nd,D,1e3\ne,E,99999999999999999999\nf,F,', [[2, 'price', 'not_a_number'], [3, 'price', 'not_a_number'], [4, 'price', 'out_of_range'], [5, 'price', 'not_a_number'], [6, 'price', 'not_a_number'], [7, 'price', 'required']]],
    ['pictures that no page may load', 'id,title,price,image_url\na,A,1,javascript:alert(1)\nb,B,1,http://shop.example/b.png', [[2, 'image_url', 'not_https'], [3, 'image_url', 'not_https']]],
    ['a section that the menu has not', 'id,title,price,section\na,A,1,pizzas', [[2, 'section', 'unknown_section']]],
  ])('with %s is told where it is wrong', async (_case, csv, expected) => {
    const told = await preview('products', csv);
    expect(faultsOf(told)).toEqual(expected);
    expect((await bring('products', csv)).status).toBe(422);
  });

  it('in the hand of a spreadsheet is read: a byte order mark, semicolons, tabs, Windows lines, empty rows', async () => {
    const { browser: own } = await openStore();
    for (const csv of ['\ufeffID;Title;Price\r\na;A;100\r\n;;\r\n', 'id\ttitle\tprice\na\tA\t100', 'id,title,price\r\n"a","A","100"\r\n\r\n']) {
      expect(await preview('products', csv, own), JSON.stringify(csv)).toMatchObject({ rows: 1, created: 1, faultCount: 0 });
    }
  });

  it('over a megabyte is 413', async () => {
    expect((await bring('products', 'x'.repeat(1_100_000))).status).toBe(413);
  });
});

describe('each table', () => {
  it('lists and takes its columns, and comes out as it went in', async () => {
    const { browser: own } = await openStore();
    const files: Record<string, string> = {
      products: PRODUCTS,
      inventory: 'product_id,quantity\nroses,12\npot,\n',
      customers: 'id,name,email\nada,Ada Lovelace,ada@buyer.example\n',
      addresses: 'id,customer_id,street_address,city,state,postal_code,country\nhome,ada,1 Main Street,Toronto,ON,M5V 2T6,ca\n',
      discounts: 'code,type,value,description\n10OFF,percentage,10,Ten off\nWELCOME20,percentage,12.5,\nFIVE,fixed_amount,500,\n',
      promotions: 'id,type,min_subtotal,eligible_item_ids\nfree-100,free_shipping,10000,\nfree-roses,free_shipping,,"[""roses"",""pot""]"\n',
      shipping_rates: 'id,country_code,service_level,price,title\nstd,default,standard,2500,International\nexp,CA,express,1500,Express\n',
    };
    for (const name of SHEETS) {
      const csv = files[name] ?? '';
      expect(await bring(name, csv, undefined, own), name).toMatchObject({ status: 200, body: { faultCount: 0 } });
      const taken = await take(name, own);
      expect(taken.split('\r\n')[0], name).toBe(columnsOf(name).map((column) => column.name).join(','));
      expect(await preview(name, taken, own), name).toMatchObject({ created: 0, changed: 0, faultCount: 0 });
      expect(await preview(name, csv, own), name).toMatchObject({ created: 0, changed: 0, faultCount: 0 });
    }
  });

  it('refuses what refers to nothing, and what does not go together', async () => {
    const { browser: own } = await openStore();
    await bring('products', PRODUCTS, undefined, own);
    await bring('customers', 'id,name,email\nada,Ada,ada@buyer.example', undefined, own);
    const wrong = async (sheet: string, csv: string) => faultsOf(await preview(sheet, csv, own));
    expect(await wrong('inventory', 'product_id,quantity\ntulips,1\nroses,-1')).toEqual([[2, 'product_id', 'unknown_item'], [3, 'quantity', 'not_a_number']]);
    expect(await wrong('customers', 'id,name,email\nbob,Bob,bob at home')).toEqual([[2, 'email', 'not_an_email']]);
    expect(await wrong('addresses', 'id,customer_id,street_address,city,country\nhome,eve,1 Main,Toronto,XX')).toEqual([[2, 'country', 'not_a_country']]);
    expect(await wrong('addresses', 'id,customer_id,street_address,city,country\nhome,eve,1 Main,Toronto,CA')).toEqual([[2, 'customer_id', 'unknown_customer']]);
    expect(await wrong('discounts', 'code,type,value\nA,percentage,101\nB,percentage,0\nC,fixed_amount,1.5\nD,half,1\nE,percentage,5\ne,percentage,6')).toEqual([
      [2, 'value', 'out_of_range'], [3, 'value', 'out_of_range'], [4, 'value', 'not_a_number'], [5, 'type', 'not_one_of'], [7, 'code', 'repeated_row'],
    ]);
    expect(await wrong('promotions', 'id,type,eligible_item_ids\nfree,free_shipping,tulips')).toEqual([[2, 'eligible_item_ids', 'unknown_item']]);
    expect(await wrong('shipping_rates', 'id,country_code,price,title,min_days,max_days\nstd,CA,0,Standard,5,2\nx,Canada,0,X,,')).toEqual([[2, 'max_days', 'not_in_order'], [3, 'country_code', 'not_a_country']]);
  });

  it('is of owners and managers, and another store’s is not seen', async () => {
    const manager = await hireAt(ctx, browser, 'manager');
    const staff = await hireAt(ctx, browser, 'staff');
    expect(await take('products', manager.browser)).toContain('roses');
    expect((await staff.browser('GET', '/merchant/sheets/products')).status).toBe(403);
    expect((await staff.browser('POST', '/merchant/sheets/products/import', { csv: PRODUCTS })).status).toBe(403);
    const { browser: other } = await openStore();
    expect(await take('products', other)).not.toContain('roses');
    await bring('products', PRODUCTS.replace('3500', '1'), undefined, other);
    expect(await take('products')).toContain('roses,Red roses,3500');
    expect((await browser('GET', '/merchant/sheets/orders')).status).toBe(404);
  });
});

describe('what was brought holds for buyers', () => {
  it('a rate of everywhere, beside a country’s own for each level of service', async () => {
    const { browser: own, merchantId: ownId } = await openStore();
    expect(await tableGeo.sells(ctx, { merchantId: ownId, country: 'SE' })).toBe(false);
    await bring('shipping_rates', 'id,country_code,service_level,price,title\nstd-ca,CA,standard,500,Standard\nstd,default,standard,2500,International\nexp,default,express,4000,Express\n', undefined, own);
    const ratesTo = async (country: string) =>
      (await tableShipping.rates(ctx.db, { merchantId: ownId, destination: { name: 'A', line_one: '1', city: 'B', state: '', country, postal_code: '1' } })).map(({ id, amount }) => [id, amount]);
    expect(await ratesTo('CA')).toEqual([['std-ca', 500n], ['exp', 4000n]]);
    expect(await ratesTo('SE')).toEqual([['std', 2500n], ['exp', 4000n]]);
    expect(await tableGeo.sells(ctx, { merchantId: ownId, country: 'SE' })).toBe(true);
  });

  it('codes, and free shipping from a subtotal on or for the items that it names', async () => {
    const [shop, agent] = [await makeShop(ctx), await makeAgent(ctx)];
    const load = async (name: (typeof SHEETS)[number], csv: string) => expect(await importSheet(ctx, { merchantId: shop.merchantId, name, csv, basis: null })).toMatchObject({ ok: true });
    await load('discounts', 'code,type,value\n10OFF,percentage,10\nFIVER,fixed_amount,500');
    const totalsOf = async (codes: string[], items = [{ id: 'tea', quantity: 2 }]) => {
      const opened = await createCheckout(ctx, {
        merchantId: shop.merchantId, actor: { kind: 'agent', agentId: agent.agentId }, wire: 'acp', wireVersion: '2026-04-17', items, buyer: BUYER, address: TORONTO, discountCodes: codes,
      });
      if (!opened.ok) throw new Error(opened.error.code);
      return opened.value.totals;
    };
    expect(await totalsOf(['10off', 'fiver'])).toMatchObject({ itemsBaseAmount: 2_000n, fulfillmentAmount: 500n, discountAmount: 700n });
    await load('discounts', 'code,type,value,active\n10OFF,percentage,10,no');
    expect(await totalsOf(['10off', 'fiver'])).toMatchObject({ discountAmount: 500n });

    expect(await totalsOf([])).toMatchObject({ discountAmount: 0n });
    await load('promotions', 'id,type,min_subtotal\nfree,free_shipping,2000');
    expect(await totalsOf([])).toMatchObject({ discountAmount: 500n });
    expect(await totalsOf([], [{ id: 'tea', quantity: 1 }])).toMatchObject({ discountAmount: 0n });
    await load('products', 'id,title,price\nmug,Mug,1000');
    await load('promotions', 'id,type,min_subtotal,eligible_item_ids\nfree,free_shipping,,mug');
    expect(await totalsOf([])).toMatchObject({ discountAmount: 0n });
    expect(await totalsOf([], [{ id: 'tea', quantity: 1 }, { id: 'mug', quantity: 1 }])).toMatchObject({ discountAmount: 500n });
  });
});
