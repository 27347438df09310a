import type { Page } from '@playwright/test';
import { consoleWords } from '@/components/merchant/console-words';
import { paymentWords } from '@/components/merchant/payments/payment-words';
import { menuWords } from '@/components/merchant/menu/menu-words';
import { call, must } from './fixtures/api';
import { expectAccessible, lookAt, newDevice } from './fixtures/browser';
import { expectFrench, signUpStore, speakFrench, STORE_PASSWORD } from './fixtures/console';
import { mailedLink } from './fixtures/mail';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

test.describe.configure({ timeout: 240_000 });

// From nothing to the first paid order, in the languages of the console.

const PAGES = ['launchpad', 'menu', 'data', 'workspace', 'payments', 'staff', 'qr-kit', 'orders', 'analytics', 'webhooks', 'feed', 'keys', 'sessions', 'preferences'] as const;
async function fillStore(page: Page, { baseUrl }: Server, words: ReturnType<typeof consoleWords>, handle: string): Promise<void> {
  await page.goto(`${baseUrl}/dashboard/workspace`);
  const save = async (section: string): Promise<void> => {
    await page.getByRole('region', { name: section }).getByRole('button', { name: words.save }).click();
    await expect(page.getByRole('region', { name: section }).getByText(words.saved)).toBeVisible();
  };
  const profile = page.getByRole('region', { name: words.workspace.profile });
  await profile.getByLabel(words.workspace.name, { exact: true }).fill('Four à bois');
  await profile.getByLabel(words.workspace.address).fill('2 rue de la Pizza');
  await profile.getByLabel(words.workspace.city).fill('Lyon');
  await profile.getByLabel(words.workspace.phone).fill('+33 4 11 11 11 11');
  await profile.getByLabel(words.workspace.handle).fill(handle);
  await save(words.workspace.profile);
  const hours = page.getByRole('region', { name: words.workspace.hours });
  await hours.getByRole('button', { name: `${words.workspace.addHours}, ${words.workspace.days.monday}` }).click();
  await hours.getByLabel(`${words.workspace.opens}, ${words.workspace.days.monday}`).fill('00:00');
  await hours.getByLabel(`${words.workspace.closes}, ${words.workspace.days.monday}`).fill('00:00');
  await hours.getByRole('button', { name: words.workspace.copy }).click();
  await save(words.workspace.hours);
}

/** From the launchpad, where the menu is missing. */
async function addPizza(page: Page, { baseUrl }: Server, locale: 'en' | 'fr'): Promise<void> {
  const [words, menu] = [consoleWords(locale), menuWords(locale)];
  await page.goto(`${baseUrl}/dashboard/launchpad`);
  await page.getByRole('link', { name: `${words.launchpad.mend}: ${words.checks.menu[0]}` }).click();
  await page.getByRole('button', { name: menu.addItem }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(menu.name).first().fill('Margherita');
  await dialog.getByLabel(menu.price).fill(locale === 'fr' ? '9,00' : '9');
  await dialog.getByLabel(menu.sku).fill('PZ-ONE');
  await dialog.getByRole('button', { name: words.save }).click();
  await expect(page.getByText('PZ-ONE')).toBeVisible();
}

/** An account at the simulator's provider: from the launchpad to its form and back. */
async function takeCards(page: Page, { baseUrl }: Server, locale: 'en' | 'fr', viewport: { width: number; height: number }): Promise<void> {
  const [words, payments] = [consoleWords(locale), paymentWords(locale)];
  await page.goto(`${baseUrl}/dashboard/launchpad`);
  await page.getByRole('link', { name: `${words.launchpad.mend}: ${words.checks.payments[0]}` }).click();
  await expect(page.getByText(payments.states.needs_onboarding[0], { exact: true })).toBeVisible();
  await lookAt(page, `payments-first-${locale}`, viewport);
  await page.getByRole('button', { name: payments.setUp }).click();
  await expect(page.getByRole('heading', { name: payments.onboarding })).toBeVisible();
  if (locale === 'fr') await expectFrench(page);
  await page.getByLabel(payments.outcome).selectOption('requires_action');
  await lookAt(page, `payments-form-${locale}`, viewport);
  await page.getByRole('button', { name: payments.submit }).click();
  await expect(page.getByRole('heading', { name: words.launchpad.title })).toBeVisible();
  await page.goto(`${baseUrl}/dashboard/payments`);
  await expect(page.getByText(payments.states.requires_action[1])).toBeVisible();
  await page.getByRole('button', { name: payments.goOn }).click();
  await page.getByRole('button', { name: payments.submit }).click();
  await page.waitForURL(`${baseUrl}/dashboard/launchpad`);
  await expect(page.getByRole('heading', { name: words.launchpad.title })).toBeVisible();
  await expect(page.getByText(words.checks.payments[1]), 'cards are taken').toBeHidden();
}

for (const [locale, viewport] of [['en', { width: 1280, height: 860 }], ['fr', { width: 390, height: 844 }]] as const) {
  test(`an owner signs up, fills in the store, goes live and is paid, in ${locale} at ${viewport.width} px`, async ({ browser, server }) => {
    const words = consoleWords(locale);
    const [email, handle] = [`${locale}@owner.example`, `four-a-bois-${locale}`];
    const { page } = await newDevice(browser, { viewport });
    await signUpStore(page, server, email);
    if (locale === 'fr') await speakFrench(page, server);
    await page.goto(`${server.baseUrl}/dashboard/launchpad`);
    await page.getByLabel(words.launchpad.who).fill('Nadia Owner');
    await page.getByRole('button', { name: words.save }).click();
    await expect(page.getByLabel(words.launchpad.who)).toBeHidden();
    await expect(page.getByText(words.checks.menu[1])).toBeVisible();
    await expect(page.getByRole('button', { name: words.launchpad.goLive })).toBeDisabled();
    await lookAt(page, `launchpad-draft-${locale}`, viewport);

    await fillStore(page, server, words, handle);
    await addPizza(page, server, locale);
    await page.goto(await mailedLink(server, email, /http\S+\/api\/account\/verify-email\?token=\S+/));
    await page.goto(`${server.baseUrl}/dashboard/launchpad`);
    expect((await call(server.baseUrl, { path: `/v1/merchants/${handle}/info` })).status, 'a draft is nobody’s').toBe(404);
    for (const [check, [, reason]] of Object.entries(words.checks)) if (check !== 'payments' && check !== 'legal') await expect(page.getByText(reason), check).toBeHidden();
    await page.getByRole('button', { name: words.launchpad.goLive }).click();
    await expect(page.getByText(words.launchpad.live, { exact: true })).toBeVisible();

    await takeCards(page, server, locale, viewport);
    for (const name of PAGES) {
      await page.goto(`${server.baseUrl}/dashboard/${name}`);
      await expect(page.locator('h1')).toBeVisible();
      if (locale === 'fr') await expectFrench(page);
      await lookAt(page, `${name}-${locale}`, viewport);
    }

    const headers = { 'x-merchant-handle': handle };
    const quote = must(await call(server.baseUrl, { path: '/v1/orders/quote', headers, body: { items: [{ sku: 'PZ-ONE', qty: 1 }], fulfillment: { type: 'pickup' }, contact: { name: 'Guest', email: 'guest@customer.example' } } }), 200).body;
    const { checkoutUrl } = must(await call(server.baseUrl, { path: '/v1/orders/confirm', headers, body: { quoteId: quote.quoteId, paymentMethod: 'card' } }), 200).body;
    await fetch(String(checkoutUrl), { method: 'POST', redirect: 'manual', body: new URLSearchParams({ number: '4242424242424242', expiry: '12/34', csc: '123' }) });
    await page.goto(`${server.baseUrl}/dashboard/orders`);
    const first = page.getByRole('row').nth(1);
    await expect(first, 'the first order of the store').toContainText(/9[.,]00/);
    await first.getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('#');
    await lookAt(page, `order-${locale}`, viewport);
    if (locale === 'fr') await expectFrench(page);
    await page.goto(`${server.baseUrl}/dashboard/analytics?days=7`);
    await expect(page.getByText(/9[.,]00/).first(), 'one sale moves the figures').toBeVisible();
    await lookAt(page, `sales-${locale}`, viewport);
    if (locale === 'fr') await expectFrench(page);
    await page.goto(`${server.baseUrl}/dashboard/payments`);
    await expect(page.getByRole('row').nth(1), 'what is paid out of it').toContainText(/9[.,]00/);
    await lookAt(page, `payouts-${locale}`, viewport);

    await page.goto(`${server.baseUrl}/dashboard/workspace`);
    const channels = page.getByRole('region', { name: words.channels.title });
    const order = () => call(server.baseUrl, { path: '/v1/orders/quote', headers, body: { items: [{ sku: 'PZ-ONE', qty: 1 }], fulfillment: { type: 'pickup' }, contact: { name: 'Guest', email: 'guest@customer.example' } } });
    await channels.getByLabel(words.channels.of.quote[0]).uncheck();
    await expect(channels.getByText(words.saved)).toBeVisible();
    expect((await order()).body, 'nothing new is begun').toMatchObject({ errorCode: 'MERCHANT_CLOSED' });
    const { page: guest } = await newDevice(browser, { viewport });
    await guest.goto(`${server.baseUrl}/${handle}`);
    await expect(guest.getByText('Menu only', { exact: true }).or(guest.getByText('Carte seule', { exact: true }))).toBeVisible();
    await expect(guest.getByRole('button', { name: /^(Add|Ajouter)/ }), 'nothing can be put into a cart').toHaveCount(0);
    await guest.context().close();
    await channels.getByLabel(words.channels.of.quote[0]).check();
    await expect(async () => expect((await order()).status).toBe(200)).toPass();
  });
}

test('a person who is invited works in the kitchen and nowhere else, until they are removed', async ({ browser, server }) => {
  const { page: owner } = await newDevice(browser);
  await signUpStore(owner, server, 'inviting@owner.example');
  await owner.goto(await mailedLink(server, 'inviting@owner.example', /http\S+\/api\/account\/verify-email\?token=\S+/));
  await owner.goto(`${server.baseUrl}/dashboard/staff`);
  await owner.getByLabel('Email').fill('cook@kitchen.example');
  await owner.getByRole('button', { name: 'Send invitation' }).click();
  await expect(owner.getByText('cook@kitchen.example')).toBeVisible();

  const { page: cook } = await newDevice(browser, { viewport: { width: 1024, height: 768 } });
  await cook.goto(await mailedLink(server, 'cook@kitchen.example', /http\S+\/invite\/\S+/));
  await cook.getByLabel('Your name').fill('Cook');
  await cook.getByLabel('Choose a password').fill(STORE_PASSWORD);
  await cook.getByRole('button', { name: 'Accept' }).click();
  await expect(cook.getByRole('heading', { name: 'Kitchen', level: 1 })).toBeVisible();
  await expectAccessible(cook);
  for (const page of ['launchpad', 'menu', 'data', 'workspace', 'staff', 'qr-kit']) {
    await cook.goto(`${server.baseUrl}/dashboard/${page}`);
    await expect(cook, page).not.toHaveURL(new RegExp(page));
  }
  await owner.reload();
  await owner.getByRole('button', { name: /Remove/ }).last().click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(owner.getByText('cook@kitchen.example')).toBeHidden();
  await cook.goto(`${server.baseUrl}/kitchen`);
  await expect(cook).toHaveURL(/sign-in/);
});
