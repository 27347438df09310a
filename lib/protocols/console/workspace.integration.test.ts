import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { findMerchant } from '@/lib/merchant';
import { findStorefront, openingAt } from '@/lib/storefront';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { hireAt, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

let ctx: TestCtx;
beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date() });
});
afterAll(() => void vi.unstubAllEnvs());

const coded = (errorCode: string) => ({ error: expect.any(String) as string, errorCode, retryable: false });
const save = (browser: ConsoleBrowser, change: object) => browser('PATCH', '/merchant/workspace', change);
const revisionOf = async (browser: ConsoleBrowser) => Number((await browser('GET', '/merchant/workspace')).body.revision);

const EVENINGS = ['tuesday', 'friday'].map((day) => ({ day, opensAt: '18:00', closesAt: '24:00' }));
const STORE = {
  name: 'Chez Nadia', description: 'Pizza by the canal.', address: '4 quai de Valmy', postalCode: '75010', city: 'Paris', country: 'FR', phone: '+33 1 40 00 00 00',
  contactEmail: 'nadia@store.example', defaultContentLocale: 'fr', publishedStorefrontLocales: ['fr', 'EN', 'sv-se'], prepMinutes: 12, slotCapacity: 8,
  hours: { timezone: 'Europe/Paris', windows: EVENINGS, exceptions: [{ date: '2026-12-25', windows: [], note: 'Noël' }], notes: ['Pickup only.'] },
  legalPages: [{ key: 'imprint', title: 'Mentions légales', body: 'Chez Nadia SARL\n\n4 quai de Valmy', translations: { en: { title: 'Imprint', body: 'Chez Nadia SARL' } } }],
};

describe('the workspace', () => {
  it('is read and saved whole, and is what the storefront is made of', async () => {
    const { browser, merchantId } = await openTestStore(ctx);
    const saved = await save(browser, { ...STORE, revision: await revisionOf(browser) });
    const expected = { ...STORE, merchantHandle: 'chez-nadia', status: 'draft', currency: 'EUR', publishedStorefrontLocales: ['fr', 'en', 'sv-SE'], storefrontUrl: 'http://localhost:3000/chez-nadia', revision: 2 };
    expect(saved).toMatchObject({ status: 200, body: expected });
    expect((await browser('GET', '/merchant/workspace')).body).toEqual(saved.body);
    expect(await findStorefront(ctx, merchantId)).toMatchObject({ city: 'Paris', defaultLocale: 'fr', slotCapacity: 8, pages: STORE.legalPages, revision: 2 });
    expect(await findMerchant(ctx, 'chez-nadia')).toMatchObject({ id: merchantId, timeZone: 'Europe/Paris', supportEmail: 'nadia@store.example', pickupLocation: { name: 'Chez Nadia', address: { line_one: '4 quai de Valmy', postal_code: '75010' } } });
  });

  it('changes what is sent and nothing else, by each of its names', async () => {
    const { browser } = await openTestStore(ctx);
    await save(browser, STORE);
    for (const [path, change] of [['/merchant/workspace', { city: 'Pantin' }], ['/merchant/launchpad/draft', { prepMinutes: 20 }], ['/merchant/launchpad/profile', { phone: '01 41 00 00 00' }]] as const) {
      const before = (await browser('GET', '/merchant/workspace')).body;
      const { body } = await browser('PATCH', path, change);
      expect(body).toEqual({ ...before, ...change, revision: Number(before.revision) + 1 });
    }
    const { hours } = (await save(browser, { hours: { timezone: 'Europe/Lisbon', windows: [] } })).body as { hours: unknown };
    expect(hours).toEqual({ ...STORE.hours, timezone: 'Europe/Lisbon', windows: [] });
  });

  it('does not let one manager overwrite what another saved: the second is told what is there now', async () => {
    const { browser: owner } = await openTestStore(ctx);
    const { browser: manager } = await hireAt(ctx, owner, 'manager');
    const revision = await revisionOf(owner);
    const answers = await Promise.all([save(owner, { revision, city: 'Lyon' }), save(manager, { revision, city: 'Lille' })]);
    const [won] = answers.filter(({ status }) => status === 200);
    const [lost] = answers.filter(({ status }) => status === 409);
    expect(lost?.body).toMatchObject({ ...coded('REVISION_CONFLICT'), details: { current: { city: won?.body.city, revision: revision + 1 } } });
    expect((await owner('GET', '/merchant/workspace')).body).toMatchObject({ city: won?.body.city, revision: revision + 1 });
    expect((await save(manager, { revision: revision + 1, city: 'Lille' })).status).toBe(200);
  });

  it('is closed on a date that is an exception, and open until midnight', async () => {
    const { browser, merchantId } = await openTestStore(ctx);
    await save(browser, STORE);
    const hours = (await findStorefront(ctx, merchantId))?.hours;
    if (!hours) throw new Error('it was saved');
    expect(openingAt(hours, new Date('2026-12-25T19:00:00Z'))).toMatchObject({ isOpen: false });
    expect(openingAt(hours, new Date('2026-12-22T22:59:00Z'))).toMatchObject({ isOpen: true, closesAt: new Date('2026-12-22T23:00:00Z') });
  });

  it.each<[string, object]>([
    ['$.phone', { phone: 'call me' }],
    ['$.name', { name: ' \u200b ' }],
    ['$.country', { country: 'XX' }],
    ['$.country', { country: 'fr' }],
    ['$.currency', { currency: 'XXX' }],
    ['$.contactEmail', { contactEmail: 'nadia' }],
    ['$.merchantHandle', { merchantHandle: 'dashboard' }],
    ['$.merchantHandle', { merchantHandle: 'Not A Handle' }],
    ['$.merchantHandle', { merchantHandle: 'taken-already' }],
    ['$.defaultContentLocale', { defaultContentLocale: 'not a tag' }],
    ['$.publishedStorefrontLocales[1]', { publishedStorefrontLocales: ['en', '??'] }],
    ['$.publishedStorefrontLocales', { publishedStorefrontLocales: ['fr'] }],
    ['$.publishedStorefrontLocales', { publishedStorefrontLocales: ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl', 'da', 'sv'] }],
    ['$.hours.timezone', { hours: { timezone: 'Europe/Atlantis' } }],
    ['$.hours.windows[0]', { hours: { windows: [{ day: 'monday', opensAt: '9:00', closesAt: '17:00' }] } }],
    ['$.hours.windows[0]', { hours: { windows: [{ day: 'monday', opensAt: '24:00', closesAt: '17:00' }] } }],
    ['$.hours.windows[0].day', { hours: { windows: [{ day: 'someday', opensAt: '09:00', closesAt: '17:00' }] } }],
    ['$.hours.exceptions[0].date', { hours: { exceptions: [{ date: '2026-02-30', windows: [] }] } }],
    ['$.hours.exceptions[1].date', { hours: { exceptions: [{ date: '2026-03-01', windows: [] }, { date: '2026-03-01', windows: [] }] } }],
    ['$.slotCapacity', { slotCapacity: -1 }],
    ['$.prepMinutes', { prepMinutes: 2_000 }],
    ['$.legalPages[0].key', { legalPages: [{ key: 'No Key', title: 'x', body: 'x' }] }],
    ['$.legalPages[0].title', { legalPages: [{ key: 'imprint', title: ' ', body: 'x' }] }],
    ['$.colour', { colour: 'red' }],
  ])('names %s as wrong in %j, and saves nothing', async (param, change) => {
    await openTestStore(ctx, { name: 'Taken already' });
    const { browser } = await openTestStore(ctx);
    const before = (await browser('GET', '/merchant/workspace')).body;
    expect(await save(browser, change)).toMatchObject({ status: 400, body: { ...coded('INVALID_PAYLOAD'), details: { param } } });
    expect((await browser('GET', '/merchant/workspace')).body).toEqual(before);
  });

  it('publishes a default language that is named alone', async () => {
    const { browser } = await openTestStore(ctx);
    expect((await save(browser, { defaultContentLocale: 'sv-SE' })).body).toMatchObject({ defaultContentLocale: 'sv-SE', publishedStorefrontLocales: ['en', 'sv-SE'] });
  });

  it('cleans what people wrote, and keeps the paragraphs of legal pages', async () => {
    const { browser } = await openTestStore(ctx);
    const { body } = await save(browser, { name: 'Chez\u202e Nadia', legalPages: [{ key: 'terms', title: 'Terms', body: 'One.\u0000\r\n\r\nTwo.', translations: { 'EN-gb': { body: 'x' } } }] });
    expect(body).toMatchObject({ name: 'Chez Nadia', legalPages: [{ body: 'One.\n\nTwo.', translations: { 'en-GB': { body: 'x' } } }] });
  });
});

/** Something to buy, as the menu's own pages will make it. */
async function putOnMenu(merchantId: string): Promise<void> {
  const item = { merchantId, id: 'PZ-MAR', name: 'Margherita', description: '', category: 'pizza', imagePath: null, amount: 1_000n, currency: 'EUR', stock: null } as const;
  await insertItem(ctx, item, 0);
}

describe('the launchpad', () => {
  const checklistOf = async (browser: ConsoleBrowser) => (await browser('GET', '/merchant/launchpad')).body.checklist as { id: string; done: boolean; required: boolean; reason: string | null }[];

  it('says what is missing and why, and each step as it is done', async () => {
    const { browser, merchantId, userId } = await openTestStore(ctx, { verified: false });
    const undone = await checklistOf(browser);
    expect(undone.map(({ id, done }) => [id, done])).toEqual([['email', false], ['profile', false], ['name', false], ['address', false], ['phone', false], ['hours', false], ['menu', false], ['payments', false], ['legal', false]]);
    expect(undone.every(({ reason }) => reason !== null && reason.length > 10)).toBe(true);
    await save(browser, STORE);
    await browser('POST', '/merchant/auth/profile/complete', { displayName: 'Nadia' });
    expect((await checklistOf(browser)).filter(({ done }) => !done).map(({ id }) => id)).toEqual(['email', 'menu', 'payments']);
    await ctx.pool.query('update app_user set email_verified_at = now() where id = $1', [userId]);
    await putOnMenu(merchantId);
    await browser('POST', '/merchant/payment-hub/stripe-connect/account', {});
    await browser('POST', '/merchant/payment-hub/stripe-connect/simulate', { availabilityStatus: 'available' });
    expect((await checklistOf(browser)).every(({ done, reason }) => done && reason === null)).toBe(true);
  });

  it('goes live once nothing required is missing, and refuses with the reasons before', async () => {
    const { browser, merchantId } = await openTestStore(ctx);
    await browser('POST', '/merchant/auth/profile/complete', { displayName: 'Nadia' });
    const { legalPages: _later, ...without } = STORE;
    await save(browser, { ...without, name: 'Chez Nadia en direct' });
    const blocked = await browser('POST', '/merchant/launchpad/go-live', {});
    expect(blocked).toMatchObject({ status: 409, body: { ...coded('LAUNCH_BLOCKED'), details: { blockers: [{ id: 'menu', reason: 'Nothing on the menu can be bought.' }] } } });
    expect((await findStorefront(ctx, merchantId))?.status).toBe('draft');
    await putOnMenu(merchantId);
    expect(await browser('POST', '/merchant/launchpad/go-live', {})).toMatchObject({ status: 200, body: { status: 'live', draft: { status: 'live' } } });
    expect((await browser('POST', '/merchant/launchpad/go-live', {})).status).toBe(200);
    expect((await findStorefront(ctx, merchantId))?.status).toBe('live');
    for (const [param, change] of [['$.merchantHandle', { merchantHandle: 'another-name' }], ['$.currency', { currency: 'GBP' }], ['$.address', { address: '' }]] as const) {
      expect((await save(browser, change)).body).toMatchObject({ errorCode: 'INVALID_PAYLOAD', details: { param } });
    }
    expect(await browser('POST', '/merchant/launchpad/take-offline', {})).toMatchObject({ status: 200, body: { status: 'draft' } });
  });

  it('is the store’s own: another store’s draft stays out of sight', async () => {
    const [a, b] = [await openTestStore(ctx, { name: 'Mine alone' }), await openTestStore(ctx)];
    await save(a.browser, { phone: '+33 1 11 11 11 11' });
    expect(JSON.stringify((await b.browser('GET', '/merchant/launchpad')).body)).not.toContain('mine-alone');
    expect(JSON.stringify((await b.browser('GET', '/merchant/workspace', undefined, { 'x-merchant-handle': 'mine-alone' })).body)).not.toContain('+33 1 11');
  });
});

describe('the QR kit', () => {
  it('leads to the storefront, in every placement, and draws it', async () => {
    const { browser } = await openTestStore(ctx, { name: 'Codes' });
    const kit = await browser('GET', '/merchant/qr-kit');
    expect(kit).toMatchObject({ status: 200, body: { storefrontUrl: 'http://localhost:3000/codes', svgUrl: 'http://localhost:3000/merchant/qr-kit/svg' } });
    expect((kit.body.placements as { id: string; hint: string }[]).map(({ id }) => id)).toEqual(['table', 'window', 'counter', 'bag']);
    const svg = await browser('GET', '/merchant/qr-kit/svg');
    expect([svg.status, svg.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  });
});
