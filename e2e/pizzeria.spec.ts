import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { call, must } from './fixtures/api';
import { expectAccessible, lookAt, newDevice, signIn } from './fixtures/browser';
import { mailedLink } from './fixtures/mail';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

test.describe.configure({ timeout: 120_000 });

// A pizzeria, from the menu to the pizza in the customer's hands.

const HANDLE = 'au-comptoir-a-patons';
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 860 };
const TABLET = { width: 1024, height: 768 };
/** What a phone may load before it can order (docs/performance.md). */
const SCRIPT_BYTES_MAX = 130_000;
const CONTACT = { name: 'Ada Walker', phone: '+33 6 00 00 00 01' };

const ownerOf = ({ demo }: Server): { email: string; password: string } => {
  const owner = demo.merchants.find(({ handle }) => handle === HANDLE)?.owner;
  if (!owner) throw new Error('the demo world has no pizzeria');
  return owner;
};

async function openKitchen(page: Page, server: Server): Promise<void> {
  await signIn(page, server, ownerOf(server), '/kitchen');
  await expect(page.getByRole('heading', { name: 'Kitchen', level: 1 })).toBeVisible();
  await expect(page.getByText('Taking orders')).toBeVisible();
}

/** A pizza ordered and paid through the public API. Answers the order's id and pickup code. */
async function orderPizza({ baseUrl }: Server, name: string): Promise<{ id: string; code: string }> {
  const headers = { 'x-merchant-handle': HANDLE };
  const quote = must(await call(baseUrl, {
    path: '/v1/orders/quote', headers, body: { items: [{ sku: 'PZ-MAR', qty: 2 }], fulfillment: { type: 'pickup' }, contact: { ...CONTACT, name, email: 'api@customer.example' }, notes: 'Well done.', paymentMethod: 'card' },
  }), 200).body;
  const { checkoutUrl, checkoutSessionId } = must(await call(baseUrl, { path: '/v1/orders/confirm', headers, body: { quoteId: quote.quoteId, paymentMethod: 'card' } }), 200).body;
  const paid = await fetch(String(checkoutUrl), { method: 'POST', redirect: 'manual', body: new URLSearchParams({ number: '4242424242424242', expiry: '12/34', csc: '123' }) });
  expect(paid.status).toBe(303);
  const session = must(await call(baseUrl, { path: `/v1/orders/checkout-sessions/${String(checkoutSessionId)}`, headers }), 200).body;
  const read = async () => (await call(baseUrl, { path: `/v1/orders/${String(session.orderId)}`, headers })).body.pickupCode;
  await expect.poll(read, 'the kitchen has its ticket').toEqual(expect.stringMatching(/^\d{6}$/));
  return { id: String(session.orderId), code: String(await read()) };
}

const statusOf = async ({ baseUrl }: Server, id: string): Promise<unknown> => (await call(baseUrl, { path: `/v1/orders/${id}`, headers: { 'x-merchant-handle': HANDLE } })).body.status;

for (const [language, viewport] of [['en', PHONE], ['fr', DESK]] as const) {
  const words = {
    en: { add: /^Add/, name: 'Name', phone: 'Phone', email: 'Email', review: 'Review the order', pay: /^Pay /, ready: 'Your order is ready. Say your code at the counter.', here: 'I’m here', told: 'The kitchen knows that you are here.', taken: 'Picked up. Thank you.' },
    fr: { add: /^Ajouter/, name: 'Nom', phone: 'Téléphone', email: 'E-mail', review: 'Vérifier la commande', pay: /^Payer /, ready: 'Votre commande est prête. Donnez votre code au comptoir.', here: 'Je suis là', told: 'La cuisine sait que vous êtes là.', taken: 'Retirée. Merci.' },
  }[language];

  test(`a customer orders in ${language} at ${viewport.width} px, pays, is told live, and fetches the pizza`, async ({ browser, server }) => {
    const { page } = await newDevice(browser, { viewport });
    const email = `${language}@customer.example`;
    await page.goto(`${server.baseUrl}/${HANDLE}/${language}`);
    await expect(page.getByRole('heading', { name: 'Margherita' })).toBeVisible();
    await lookAt(page, `menu-${language}`, viewport);
    await page.getByRole('button', { name: words.add }).first().click();
    await page.locator('a[href$="/checkout"]:visible').first().click();
    await page.getByLabel(words.name).fill(CONTACT.name);
    await page.getByLabel(words.phone).fill(CONTACT.phone);
    await page.getByLabel(words.email).fill(email);
    await lookAt(page, `checkout-${language}`, viewport);
    await page.getByRole('button', { name: words.review }).click();
    await page.getByRole('button', { name: words.pay }).click();
    await page.waitForURL(/\/pay\//);
    await page.getByLabel('Card number').fill('4000 0000 0000 0002');
    await page.getByLabel('Expires').fill('12/34');
    await page.getByLabel('Security code').fill('123');
    await page.getByRole('button', { name: /^Pay/ }).click();
    await expect(page.getByText('The card was declined. Nothing was charged.', { exact: false })).toBeVisible();
    await page.getByLabel('Card number').fill('4242 4242 4242 4242');
    await page.getByLabel('Expires').fill('12/34');
    await page.getByLabel('Security code').fill('123');
    await page.getByRole('button', { name: /^Pay/ }).click();
    await page.waitForURL(/\/orders\//);
    const code = page.getByText(/^\d{6}$|^\d{3}.\d{3}$/).first();
    await expect(code, 'the pass is there without a reload').toBeVisible();
    await lookAt(page, `pass-${language}`, viewport);

    const link = await mailedLink(server, email, /http\S+\/pass\?key=\S+/);
    const { page: elsewhere } = await newDevice(browser, { viewport });
    await elsewhere.goto(link);
    await elsewhere.getByRole('button', { name: words.here }).click();
    await expect(elsewhere.getByText(words.told).first()).toBeVisible();

    const { page: kitchen } = await newDevice(browser, { viewport: TABLET });
    await openKitchen(kitchen, server);
    const pickupCode = ((await code.textContent()) ?? '').replaceAll(/\D/g, '');
    const ticket = kitchen.getByRole('article', { name: `Order ${pickupCode}` });
    await expect(ticket.getByText('Is here')).toBeVisible();
    await ticket.getByRole('button', { name: 'Start' }).click();
    await ticket.getByRole('button', { name: 'Ready' }).click();
    await expect(page.getByText(words.ready), 'told live').toBeVisible();
    await ticket.getByRole('button', { name: 'Handed over' }).click();
    await expect(ticket).toBeHidden();
    await expect(page.getByText(words.taken)).toBeVisible();
    await expectAccessible(page);
  });
}

test('a phone that opens a menu loads at most 130 kB of scripts, gzipped, and keeps its cart from page to page', async ({ browser, server }) => {
  const { page } = await newDevice(browser, { viewport: PHONE });
  const loaded: Promise<readonly [path: string, bytes: number]>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') loaded.push(response.body().then((body) => [new URL(response.url()).pathname, gzipSync(body).length]));
  });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message)).on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(`${server.baseUrl}/${HANDLE}/en`, { waitUntil: 'networkidle' });
  const scripts = await Promise.all(loaded);
  expect(scripts.map(([path]) => path), 'the menu’s own script alone').toEqual([expect.stringMatching(/^\/_next\/static\/storefront\/menu-\w+\.js$/)]);
  expect(scripts.reduce((total, [, bytes]) => total + bytes, 0)).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);

  await page.getByRole('button', { name: 'Add Margherita' }).click();
  await page.getByRole('button', { name: 'One more Margherita' }).first().click();
  const bar = page.getByRole('link', { name: /^View order/ });
  await expect(bar).toContainText('2 items');
  await page.reload();
  await expect(bar, 'it is kept').toContainText('2 items');
  await bar.click();
  await page.getByRole('link', { name: 'Back to the menu' }).click();
  await expect(bar, 'and the same on the way back').toContainText('2 items');
  await page.goto(`${server.baseUrl}/${HANDLE}/fr`);
  await expect(page.getByRole('link', { name: /^Voir la commande/ })).toContainText('2 articles');
  await expectAccessible(page);
  expect(faults).toEqual([]);
});

test('a kitchen works with one touch each: start, later, ready, handed over, not fetched, and back; an unknown storefront is nobody’s', async ({ browser, server }) => {
  const [one, two] = [await orderPizza(server, 'First'), await orderPizza(server, 'Second')];
  const { page } = await newDevice(browser, { viewport: TABLET });
  await openKitchen(page, server);
  await lookAt(page, 'kitchen', TABLET);
  const ticket = page.getByRole('article', { name: `Order ${one.code}` });
  const column = (name: string) => page.getByRole('region', { name }).getByRole('article', { name: `Order ${one.code}` });
  await expect(column('New').getByText('Well done.')).toBeVisible();
  const due = await ticket.getByText(/^Due/).textContent();
  await ticket.getByRole('button', { name: '+5 min' }).click();
  await expect(ticket.getByText(/^Due/)).not.toHaveText(due ?? '');
  await ticket.getByRole('button', { name: 'Start' }).click();
  await expect(column('Cooking')).toBeVisible();
  await ticket.getByRole('button', { name: 'Undo' }).click();
  await expect(column('New')).toBeVisible();
  await ticket.getByRole('button', { name: 'Ready' }).click();
  await expect(column('Ready')).toBeVisible();
  await ticket.getByRole('button', { name: 'Not fetched' }).click();
  await expect(column('Ended')).toBeVisible();
  await expect.poll(() => statusOf(server, one.id)).toBe('no_show');
  await ticket.getByRole('button', { name: 'Undo' }).click();
  await ticket.getByRole('button', { name: 'Handed over' }).click();
  await expect.poll(() => statusOf(server, one.id)).toBe('fulfilled');
  await expect(page.getByRole('article', { name: `Order ${two.code}` })).toBeVisible();
  for (const path of ['/nobody-here', '/nobody-here/en', `/${HANDLE}/xx-nowhere`]) expect((await page.goto(server.baseUrl + path))?.status(), path).toBe(404);
});

test('a kitchen that is paused or out of something sells nothing of it, until it says so', async ({ browser, server }) => {
  const { page } = await newDevice(browser, { viewport: TABLET });
  await openKitchen(page, server);
  const headers = { 'x-merchant-handle': HANDLE };
  const quote = async (): Promise<unknown> =>
    (await call(server.baseUrl, { path: '/v1/orders/quote', headers, body: { items: [{ sku: 'PZ-DIA', qty: 1 }], fulfillment: { type: 'pickup' }, contact: { ...CONTACT, email: 'x@y.example' } } })).body.errorCode;
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Until I resume' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  expect(await quote()).toBe('MERCHANT_CLOSED');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Taking orders')).toBeVisible();
  await page.getByRole('button', { name: /^Sold out/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Diavola: 1 hour' }).click();
  await expect(page.getByRole('button', { name: 'Diavola: Back on sale' })).toBeVisible();
  expect(await quote()).toBe('ITEM_UNAVAILABLE');
  await page.getByRole('button', { name: 'Diavola: Back on sale' }).click();
  await expect(page.getByRole('button', { name: 'Diavola: 1 hour' })).toBeVisible();
  expect(await quote()).toBeUndefined();
});

test('a tablet that is offline taps on: what it tapped is kept over a lost answer, sent once when the connection is back, and told', async ({ browser, server }) => {
  const order = await orderPizza(server, 'Lin');
  const { page } = await newDevice(browser, { viewport: TABLET });
  await openKitchen(page, server);
  const ticket = page.getByRole('article', { name: `Order ${order.code}` });
  // The server makes the first tap, and the answer never arrives: the tablet cannot know.
  let lost = 0;
  await page.route('**/merchant/kitchen/commands', async (route) => {
    lost += 1;
    if (lost > 1) return route.fallback();
    await route.fetch();
    return route.abort();
  });
  await ticket.getByRole('button', { name: '+5 min' }).click();
  await expect.poll(() => lost).toBeGreaterThan(0);
  await page.context().setOffline(true);
  await ticket.getByRole('button', { name: 'Start' }).click();
  await ticket.getByRole('button', { name: 'Ready' }).click();
  await expect(page.getByText(/^Offline\..* to send\.$/)).toBeVisible();
  await expect(ticket.getByText('Not sent yet')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Ready' }).getByRole('article', { name: `Order ${order.code}` })).toBeVisible();
  const before = (await call(server.baseUrl, { path: `/v1/orders/${order.id}`, headers: { 'x-merchant-handle': HANDLE } })).body;
  expect(before.status).toBe('paid');
  await page.context().setOffline(false);
  await expect.poll(() => statusOf(server, order.id)).toBe('ready');
  await expect(page.getByText(/^Offline/)).toBeHidden();
  await expect(ticket.getByText('Not sent yet')).toBeHidden();
  const after = (await call(server.baseUrl, { path: `/v1/orders/${order.id}`, headers: { 'x-merchant-handle': HANDLE } })).body;
  expect(after.pickupETA, 'five minutes were added once, however often the tap was sent').toBe(before.pickupETA);
});

test('a tablet that is opened anew without a connection shows the last board, keeps what is tapped, and sends it later; whoever signs out leaves nothing', async ({ browser, server }) => {
  const order = await orderPizza(server, 'Reopened');
  const { page } = await newDevice(browser, { viewport: TABLET });
  const context = page.context();
  await openKitchen(page, server);
  const ticket = page.getByRole('article', { name: `Order ${order.code}` });
  await expect(ticket).toBeVisible();
  const keptFiles = () => page.evaluate(async () => (await (await caches.open('countersign-kitchen')).keys()).length);
  await expect.poll(keptFiles, 'the page and what it is made of are kept').toBeGreaterThan(5);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(/^Offline\./)).toBeVisible();
  await ticket.getByRole('button', { name: 'Start' }).click();
  await expect(ticket.getByText('Not sent yet')).toBeVisible();
  await page.reload();
  await expect(ticket.getByText('Not sent yet'), 'kept over a second opening').toBeVisible();
  await lookAt(page, 'kitchen-offline', TABLET);
  await context.setOffline(false);
  await expect.poll(() => statusOf(server, order.id)).toBe('acknowledged');
  await expect(page.getByText(/^Offline/)).toBeHidden();

  await page.goto(`${server.baseUrl}/dashboard`);
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.waitForURL(`${server.baseUrl}/`);
  expect(await keptFiles()).toBe(0);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('countersign.kitchen.board')))).toEqual([]);
});

test('two tablets: what one taps the other sees, and a tap that came second is told', async ({ browser, server }) => {
  const order = await orderPizza(server, 'Two tablets');
  const [{ page: first }, { page: second }] = [await newDevice(browser, { viewport: TABLET }), await newDevice(browser, { viewport: TABLET })];
  await openKitchen(first, server);
  await openKitchen(second, server);
  const on = (page: Page) => page.getByRole('article', { name: `Order ${order.code}` });
  const cut = '**/merchant/kitchen/commands';
  await second.route(cut, (route) => route.abort());
  await on(second).getByRole('button', { name: '+5 min' }).click();
  await expect(on(second).getByText('Not sent yet')).toBeVisible();
  await on(first).getByRole('button', { name: 'Ready' }).click();
  await on(first).getByRole('button', { name: 'Handed over' }).click();
  await expect(on(first)).toBeHidden();
  await expect(on(second), 'seen on the other').toBeHidden();
  await second.unroute(cut);
  await expect(second.getByText('Somebody else was first, or the order ended')).toBeVisible();
});

test('thirty orders at the same moment are all on a board that stands open, and go out with two touches each', async ({ browser, server }) => {
  const { page } = await newDevice(browser, { viewport: TABLET });
  await openKitchen(page, server);
  const rush = await Promise.all(Array.from({ length: 30 }, (_, index) => orderPizza(server, `Rush ${index + 1}`)));
  expect(new Set(rush.map(({ code }) => code)).size, 'no two have one code').toBe(30);
  const ticketOf = ({ code }: { code: string }) => page.getByRole('article', { name: `Order ${code}` });
  for (const order of rush) await expect(ticketOf(order), 'told live').toBeVisible();
  await lookAt(page, 'kitchen-rush', TABLET);
  for (const order of rush) await ticketOf(order).getByRole('button', { name: 'Ready' }).click();
  for (const order of rush) await ticketOf(order).getByRole('button', { name: 'Handed over' }).click();
  for (const order of rush) await expect(ticketOf(order)).toBeHidden();
  await expect.poll(async () => new Set(await Promise.all(rush.map(({ id }) => statusOf(server, id)))), { message: 'every touch arrived', timeout: 60_000 }).toEqual(new Set(['fulfilled']));
});
