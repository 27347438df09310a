import { accessToken, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf } from './fixtures/api';
import { expectAccessible, newDevice, signIn, signUp } from './fixtures/browser';
import { expect, test } from './fixtures/test';

test('a merchant refunds a part of an order; its page, the order page and the bank statement of the one who paid tell it', async ({ browser, server }) => {
  const owner = await newDevice(browser);
  const person = await signUp(owner, server);
  const token = await accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: person.email }));
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'moose-mug', quantity: 1 }] });
  const { paymentToken } = await grantedToken(server.baseUrl, token, checkout);
  const orderId = orderIdOf(must(await complete(server.baseUrl, token, checkout, paymentToken), 200));
  const [moose] = server.demo.merchants;
  if (!moose) throw new Error('the demo world has a merchant');

  const { page } = await newDevice(browser);
  await signIn(page, server, moose.owner, `/dashboard/orders/${orderId}`);
  await page.waitForURL(/\/dashboard\/orders\//);
  const refund = page.getByRole('button', { name: 'Refund', exact: true }).first();
  // The worker captures a moment after the order.
  await expect(async () => {
    await page.reload();
    await expect(refund).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await refund.click();
  const dialog = page.getByRole('dialog', { name: 'Refund this order' });
  await dialog.getByLabel('Amount').fill('1.50');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Refund' }).click();
  await expect(page.getByText('Partly refunded')).toBeVisible();
  await expect(page.getByText('Refunded to the card')).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${server.baseUrl}/dashboard/orders`);
  await expect(page.getByRole('row').filter({ has: page.locator(`a[href="/dashboard/orders/${orderId}"]`) }).getByText('Partly refunded').first()).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${server.baseUrl}/orders/${orderId}`);
  await expect(page.getByText('Partly refunded')).toBeVisible();
  await expectAccessible(page);
  await owner.page.goto(`${server.baseUrl}/bank`);
  await expect(owner.page.getByText('Refund', { exact: true }).first()).toBeVisible();
  await expectAccessible(owner.page);
});
