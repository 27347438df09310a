import type { Page } from '@playwright/test';
import { call, must } from './fixtures/api';
import { lookAt, newDevice } from './fixtures/browser';
import { send, signUpStore } from './fixtures/console';
import { mailedLink } from './fixtures/mail';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

test.describe.configure({ timeout: 120_000 });

// A store that writes Swedish, with English and French beside it: as a customer and an agent meet it, and when its kitchen has one place left.

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 860 };
const CARD = { number: '4242424242424242', expiry: '12/34', csc: '123' };

/** A store that is live, with one place in a quarter of an hour or as many as are asked for. Answers its handle. */
async function openStore(page: Page, server: Server, handle: string, slotCapacity: number): Promise<string> {
  const email = `${handle}@owner.example`;
  await signUpStore(page, server, email);
  await page.goto(await mailedLink(server, email, /http\S+\/api\/account\/verify-email\?token=\S+/));
  await page.goto(`${server.baseUrl}/dashboard/launchpad`);
  const windows = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => ({ day, opensAt: '00:00', closesAt: '24:00' }));
  const { revision } = await send(page, 'GET', '/merchant/workspace');
  await send(page, 'POST', '/merchant/auth/profile/complete', { displayName: 'Astrid Ägare' });
  expect(await send(page, 'PATCH', '/merchant/workspace', {
    revision, merchantHandle: handle, name: 'Surdegspizza', description: 'Pizza på surdeg.', currency: 'SEK', country: 'SE', address: 'Stora Nygatan 1', postalCode: '111 27', city: 'Stockholm', phone: '+46 8 000 00 00',
    defaultContentLocale: 'sv-SE', publishedStorefrontLocales: ['sv-SE', 'en', 'fr'], slotCapacity, hours: { timezone: 'Europe/Stockholm', windows, exceptions: [], notes: ['Endast avhämtning.'] },
  })).toMatchObject({ merchantHandle: handle, defaultContentLocale: 'sv-SE' });
  await send(page, 'POST', '/merchant/menu/sections', { sectionKey: 'pizzor', title: 'Pizzor', note: 'Bakade på beställning.', translations: { en: { title: 'Pizzas' }, fr: { title: 'Nos pizzas' } } });
  await send(page, 'POST', '/merchant/menu/items', {
    sku: 'SKA', name: 'Skärgård', description: 'Räkor, dill och citron.', priceCents: 14_500, itemType: 'pizza', sectionKey: 'pizzor', translations: { en: { name: 'Archipelago' }, fr: { name: 'Archipel', description: 'Crevettes, aneth et citron.' } },
  });
  await send(page, 'POST', '/merchant/payment-hub/stripe-connect/account', {});
  expect(await send(page, 'POST', '/merchant/payment-hub/stripe-connect/simulate', { availabilityStatus: 'available' })).toMatchObject({ availabilityStatus: 'available' });
  expect(await send(page, 'POST', '/merchant/launchpad/go-live', {})).toMatchObject({ status: 'live' });
  return handle;
}

type Asked = { readonly locale?: string; /** `start/end`, ISO 8601. */ readonly window?: string };

const quoteOf = async ({ baseUrl }: Server, handle: string, name: string, { locale, window }: Asked = {}) =>
  must(await call(baseUrl, {
    path: `/v1/orders/quote${locale === undefined ? '' : `?locale=${locale}`}`, headers: { 'x-merchant-handle': handle },
    body: { items: [{ sku: 'SKA', qty: 1 }], fulfillment: { type: 'pickup', ...(window !== undefined && { window }) }, contact: { name, email: `${name.toLowerCase()}@customer.example` }, paymentMethod: 'card' },
  }), 200).body;

const payPageOf = async ({ baseUrl }: Server, handle: string, quoteId: unknown): Promise<string> =>
  String(must(await call(baseUrl, { path: '/v1/orders/confirm', headers: { 'x-merchant-handle': handle }, body: { quoteId, paymentMethod: 'card' } }), 200).body.checkoutUrl);

test('a store in Swedish is read in Swedish, English and French, by customers and by agents, and sells', async ({ browser, server }) => {
  const { page: owner } = await newDevice(browser, { viewport: DESK });
  const handle = await openStore(owner, server, 'surdeg-ett', 50);
  for (const viewport of [PHONE, DESK]) {
    const { page } = await newDevice(browser, { viewport });
    for (const [path, lang, name] of [['', 'sv-SE', 'Skärgård'], ['/en', 'en', 'Archipelago'], ['/fr', 'fr', 'Archipel']] as const) {
      await page.goto(`${server.baseUrl}/${handle}${path}`);
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
      await expect(page.locator(`[lang="${lang}"]`).first()).toBeAttached();
      expect(await page.locator('link[rel=alternate][hreflang]').evaluateAll((links) => links.map((link) => link.getAttribute('hreflang')).toSorted())).toEqual(expect.arrayContaining(['en', 'fr', 'sv-SE']));
      await lookAt(page, `swedish-${lang}`, viewport);
    }
  }
  const menu = must(await call(server.baseUrl, { path: '/v1/menu?locale=sv-SE', headers: { 'x-merchant-handle': handle } }), 200).body;
  expect(menu).toMatchObject({ resolvedLocale: 'sv-SE', currency: 'SEK', sections: [{ title: 'Pizzor', items: [{ name: 'Skärgård' }] }] });
  const pay = await payPageOf(server, handle, (await quoteOf(server, handle, 'Agneta', { locale: 'sv-SE' })).quoteId);
  const { page } = await newDevice(browser, { viewport: PHONE });
  await page.goto(pay);
  await page.getByLabel('Card number').fill(CARD.number);
  await page.getByLabel('Expires').fill(CARD.expiry);
  await page.getByLabel('Security code').fill(CARD.csc);
  await page.getByRole('button', { name: /^Pay/ }).click();
  await page.waitForURL(/\/orders\//);
  await expect(page.getByText('Skärgård')).toBeVisible();
  await lookAt(page, 'swedish-order', PHONE);
});

test('of two customers who want the last place one gets it, and the other is told before anything is charged', async ({ browser, server }) => {
  const { page: owner } = await newDevice(browser, { viewport: DESK });
  const handle = await openStore(owner, server, 'surdeg-tva', 1);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const window = `${tomorrow}T11:00:00Z/${tomorrow}T11:15:00Z`; // the same quarter of an hour for both
  const pays = await Promise.all(['Anna', 'Bertil'].map(async (name) => payPageOf(server, handle, (await quoteOf(server, handle, name, { window })).quoteId)));
  const pages = await Promise.all(pays.map(async (pay) => {
    const { page } = await newDevice(browser, { viewport: PHONE });
    await page.goto(pay);
    await page.getByLabel('Card number').fill(CARD.number);
    await page.getByLabel('Expires').fill(CARD.expiry);
    await page.getByLabel('Security code').fill(CARD.csc);
    return page;
  }));
  await Promise.all(pages.map((page) => page.getByRole('button', { name: /^Pay/ }).click()));
  const outcome = async (page: Page): Promise<'paid' | 'full' | null> => (/\/orders\//.test(page.url()) ? 'paid' : (await page.getByText(/nothing was charged/i).count()) > 0 ? 'full' : null);
  await expect.poll(async () => (await Promise.all(pages.map(outcome))).toSorted()).toEqual(['full', 'paid']);
  const [refused] = (await Promise.all(pages.map(async (page) => ({ page, outcome: await outcome(page) })))).filter((each) => each.outcome === 'full');
  if (refused) await lookAt(refused.page, 'last-place', PHONE);
  const orders = await send(owner, 'GET', '/merchant/kitchen');
  expect(orders.tickets).toHaveLength(1);
});
