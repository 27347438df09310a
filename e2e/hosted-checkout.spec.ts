import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { createCheckout } from './fixtures/api';
import { merchantKey } from './fixtures/authentication';
import { lookAt } from './fixtures/browser';
import { queryAsOwner } from './fixtures/database';
import { PHONE } from './fixtures/look';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// The simulator's hosted checkout, as a person pays there: on a phone without scripts, and in a browser that has them.

/** A page for a checkout of regal-moose, as openHostedCheckout writes it. */
async function openHosted(server: Server): Promise<{ id: string; checkoutId: string }> {
  const { id: checkoutId } = await createCheckout(server.baseUrl, merchantKey(server));
  const id = `cs_${randomBytes(22).toString('hex').slice(0, 43)}`;
  await queryAsOwner(
    server.dataDir,
    `with held as (update checkout set held_until = now() + interval '35 minutes' where id = $2 returning merchant_id, id, total_amount, currency, snapshot_hash)
     insert into hosted_checkout (merchant_id, id, checkout_id, provider, url, cancel_url, amount, currency, snapshot_hash, status, payment_status, expires_at, created_at)
     select merchant_id, $1, id, 'simulator', $3 || '/pay/' || $1, $3 || '/docs', total_amount, currency, snapshot_hash, 'open', 'unpaid', now() + interval '30 minutes', now() from held`,
    [id, checkoutId, server.baseUrl],
  );
  return { id, checkoutId };
}

const ordersOf = async (server: Server, checkoutId: string): Promise<number> =>
  (await queryAsOwner<{ id: string }>(server.dataDir, 'select id from purchase_order where checkout_id = $1', [checkoutId])).length;

async function fill(page: Page, number: string, { expiry = '12/30', code = '917' } = {}): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expires').fill(expiry);
  await page.getByLabel('Security code').fill(code);
  await page.getByRole('button', { name: /^Pay \$/ }).click();
}

test('a person pays on a phone without scripts: a mistyped card, a declined one, then one that is asked about', async ({ browser, server }) => {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  const { id, checkoutId } = await openHosted(server);
  await page.goto(`${server.baseUrl}/pay/${id}`);
  await expect(page.getByRole('heading', { name: 'Pay Regal Moose' })).toBeVisible();
  await expect(page.getByText('more minutes')).toBeVisible();

  await fill(page, '4242 4242 4242 4241');
  await expect(page.getByText('This is not the number of a card.')).toBeVisible();
  await expect(page.getByLabel('Card number')).toHaveValue('');

  await fill(page, '4000 0000 0000 0002');
  await expect(page.getByRole('alert')).toHaveText('The card was declined. Nothing was charged. Try another card, or ask your bank.');
  expect(await ordersOf(server, checkoutId)).toBe(0);

  await fill(page, '4000 0000 0000 3220');
  await expect(page.getByRole('heading', { name: 'Is this your purchase?' })).toBeVisible();
  await page.getByLabel('Code').fill((await page.locator('.note b').textContent()) ?? '');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('button', { name: 'Back to the purchase' }).click();
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
  expect(await ordersOf(server, checkoutId)).toBe(1);

  await page.goto(`${server.baseUrl}/pay/${id}`);
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
  await context.close();
});

test('a person pays in a browser with scripts, by the keyboard, and a second click changes nothing', async ({ page, server }) => {
  const { id, checkoutId } = await openHosted(server);
  await page.goto(`${server.baseUrl}/pay/${id}`);
  await page.getByLabel('Card number').focus();
  await page.keyboard.type('4242424242424242');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1230');
  await page.keyboard.press('Tab');
  await page.keyboard.type('917');
  await page.getByRole('button', { name: /^Pay \$/ }).dblclick();
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/, { timeout: 15_000 });
  expect(await ordersOf(server, checkoutId)).toBe(1);
});

test('every state of the page is accessible, and looks right on both widths and in both themes', async ({ page, server }) => {
  const { id } = await openHosted(server);
  await page.goto(`${server.baseUrl}/pay/${id}`);
  await lookAt(page, 'pay', PHONE.viewport);
  await expectNoOverflow(page);
  await fill(page, '4000 0000 0000 0002', { expiry: '01/30' });
  await expect(page.getByRole('alert')).toBeVisible();
  await lookAt(page, 'pay-declined', PHONE.viewport);
  await fill(page, '4242 4242 4242 4241', { expiry: '01/20', code: '123' });
  await expect(page.getByText('This is not the number of a card.')).toBeVisible();
  await lookAt(page, 'pay-mistyped', PHONE.viewport);
  await queryAsOwner(server.dataDir, `update hosted_checkout set expires_at = now() where id = $1`, [id]);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This payment is over' })).toBeVisible();
  await lookAt(page, 'pay-expired', PHONE.viewport);
  await page.goto(`${server.baseUrl}/pay/cs_none`);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await lookAt(page, 'pay-none', PHONE.viewport);
});

const expectNoOverflow = async (page: Page): Promise<void> => {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
};
