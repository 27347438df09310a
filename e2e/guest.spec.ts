import { ADDRESS, BUYER, call, must } from './fixtures/api';
import { expectAccessible, newDevice } from './fixtures/browser';
import { expect, test } from './fixtures/test';

const PHONE = { viewport: { width: 390, height: 844 } };
const SESSIONS = '/api/agent/v1/sessions';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test('a guest agent buys one cart: the buyer signs up on the way, sees the cart, signs for it, and the agent is nobody afterwards', async ({ browser, server }) => {
  const { baseUrl } = server;
  const buyer = { name: ADDRESS.name, email: BUYER.email, shipping_address: ADDRESS };
  const opened = must(await call(baseUrl, { path: SESSIONS, body: { items: [{ product_id: 'birch-soap', quantity: 2 }], buyer } }), 201).body;
  expect(opened).toMatchObject({ agent_id: null, merchant_id: 'regal-moose', status: 'ready_for_payment' });
  const session = `${SESSIONS}/${String(opened.session_id)}`;
  const { total, currency } = opened.cart as { total: string; currency: string };
  const asked = must(await call(baseUrl, { path: `${session}/complete`, body: { agent_name: 'Passer-by' } }), 202).body;
  const poll = () => {
    const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: String(asked.device_code) });
    return call(baseUrl, { method: 'POST', path: '/api/agent/v1/oauth/token', headers: FORM, body: form.toString() });
  };
  expect((await poll()).body).toMatchObject({ error: 'authorization_pending' });

  const device = await newDevice(browser, PHONE);
  const { page } = device;
  await page.goto(String(asked.authorization_url));
  await page.getByRole('link', { name: 'Create a wallet' }).click();
  await page.getByLabel('Name').fill('Robin Person');
  await page.getByLabel('Email').fill(`guest-${process.pid}-${Date.now()}@owner.example`);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create wallet with passkey' }).click();
  await page.waitForURL(/\/device\?/);
  await expect(page.getByLabel('Code')).toHaveValue(String(asked.user_code));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('wants to pay for this cart, once.', { exact: false })).toBeVisible();
  const items = page.getByRole('region', { name: 'Items' });
  await expect(items.getByText('× 2')).toBeVisible();
  await expect(page.getByText(ADDRESS.line_one, { exact: false })).toBeVisible();
  await expectAccessible(page);
  await device.setUserVerified(false);
  const button = page.getByRole('button', { name: `with passkey` });
  await expect(button).toContainText(total);
  await button.click();
  await expect(page.getByText('Nothing was allowed', { exact: false })).toBeVisible();
  await device.setUserVerified(true);
  await button.click();
  await expect(page.getByText('Passer-by may pay for this cart')).toBeVisible();
  await expectAccessible(page);

  await call(baseUrl, { method: 'POST', path: '/testing/age', token: server.demo.operator.apiKey, body: { id: String(asked.device_code), seconds: 6 } });
  const issued = must(await poll(), 200).body;
  expect(issued).not.toHaveProperty('client_secret');
  expect((await poll()).body).toMatchObject({ error: 'invalid_grant' });
  const token = String(issued.access_token);
  const paid = must(await call(baseUrl, { path: '/api/agent/v1/payments/token', token, body: { merchant_id: 'regal-moose', session_id: opened.session_id, amount: total, currency } }), 200).body;
  expect(paid).toMatchObject({ status: 'approved', step_up_required: false });
  const done = must(await call(baseUrl, { path: `${session}/complete`, body: { payment_token: paid.payment_token } }), 200).body;
  expect(done).toMatchObject({ status: 'completed' });
  await expect.poll(async () => (await call(baseUrl, { path: '/api/agent/v1/limits', token })).status, { timeout: 20_000 }).toBe(401);
  await page.getByRole('link', { name: 'See the agent' }).click();
  await expect(page.getByText('Revoked').first()).toBeVisible();
  await expectAccessible(page);
});
