import { accessToken, call, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf } from './fixtures/api';
import { expectAccessible, newDevice, signIn, signUp } from './fixtures/browser';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

test.describe.configure({ timeout: 180_000 });

const SIZES = [{ width: 1280, height: 860 }, { width: 390, height: 844 }];
const THEMES = ['light', 'dark'] as const;

test('an agent asks to return goods, the merchant approves one and refuses the other on the order page, and the owner sees both', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const person = await signUp(device, server);
  const token = await accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: person.email }));
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 2 }] });
  const { paymentToken } = await grantedToken(server.baseUrl, token, checkout);
  const id = orderIdOf(must(await complete(server.baseUrl, token, checkout, paymentToken), 200));
  const returns = `/api/agent/v1/orders/${id}/returns`;
  const ask = async (reason: string, note: string) =>
    must(await call(server.baseUrl, { path: returns, token, body: { items: [{ product_id: 'birch-soap', quantity: 1 }], reason, note } }), 201);
  await ask('faulty', 'One bar came broken.');
  await ask('no_longer_wanted', 'The other one smells too much of a cabin.');
  await expect.poll(async () => (await call(server.baseUrl, { path: `/api/agent/v1/orders/${id}`, token })).body.payment).toMatchObject({ status: 'captured' });

  const merchant = await browser.newContext();
  const page = await merchant.newPage();
  await signIn(page, server, regalMoose(server).owner);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.goto(`${server.baseUrl}/dashboard/orders?status=return_requested`);
  const row = page.locator(`a[href="/dashboard/orders/${id}"]`);
  await expect(row).toBeVisible();
  await expectAccessible(page);
  await row.click();
  await expect(page.getByRole('region', { name: 'Returns' })).toBeVisible();
  for (const size of SIZES) {
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await expectAccessible(page);
    }
  }
  const waiting = page.getByRole('region', { name: 'Returns' }).getByRole('listitem');
  await waiting.nth(0).getByRole('button', { name: 'Approve return' }).click();
  const dialog = page.getByRole('dialog', { name: 'Approve this return?' });
  await expect(dialog.getByLabel('Refund')).not.toHaveValue('');
  await dialog.getByLabel('Message').fill('Keep the broken bar.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Approve return' }).click();
  // The refund follows by the outbox, often before the page is read again.
  await expect.poll(async () => (await call(server.baseUrl, { path: returns, token })).body.returns).toMatchObject([{ status: 'refunded' }, { status: 'requested' }]);
  await page.reload();
  await expect(waiting.nth(0).getByText('Refunded', { exact: true })).toBeVisible();
  await waiting.nth(1).getByRole('button', { name: 'Refuse' }).click();
  await page.getByRole('dialog', { name: 'Refuse this return?' }).getByLabel('Reason').fill('It was used.');
  await page.getByRole('button', { name: 'Refuse return' }).click();
  await expect(waiting.nth(1).getByText('Return refused')).toBeVisible();
  await expectAccessible(page);

  expect((await call(server.baseUrl, { path: returns, token })).body.returns).toMatchObject([
    { status: 'refunded', message: 'Keep the broken bar.' },
    { status: 'refused', message: 'It was used.' },
  ]);
  await device.page.goto(`${server.baseUrl}/wallet/activity`);
  await expect(device.page.getByText('Return refused').first()).toBeVisible();
  await expectAccessible(device.page);
  await device.page.goto(`${server.baseUrl}/orders/${id}`);
  await expect(device.page.getByText('Keep the broken bar.')).toBeVisible();
  await expectAccessible(device.page);
  await merchant.close();
});
