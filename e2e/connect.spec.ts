import { expectAccessible, newDevice, signUp } from './fixtures/browser';
import { call, must } from './fixtures/api';
import { expect, test } from './fixtures/test';

const PHONE = { viewport: { width: 390, height: 844 } };

test('an owner connects a device on a phone: the code, less than it asked, the passkey', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  await signUp(device, server);
  const started = must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/device_authorization', body: { agent_name: 'Kitchen helper', scope: 'browse_products create_cart' } }), 200).body;
  const { page } = device;
  await page.goto(String(started.verification_uri_complete));
  await expect(page.getByLabel('Code')).toHaveValue(String(started.user_code));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Kitchen helper')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Fill carts').uncheck();
  await page.getByLabel('Each purchase, CAD').fill('9.50');
  await device.setUserVerified(false);
  await page.getByRole('button', { name: 'Allow with passkey' }).click();
  await expect(page.getByText('Nothing was allowed', { exact: false })).toBeVisible();
  await device.setUserVerified(true);
  await page.getByRole('button', { name: 'Allow with passkey' }).click();
  await expect(page.getByText('Kitchen helper is connected')).toBeVisible();
  await expectAccessible(page);
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: String(started.device_code) });
  const issued = await call(server.baseUrl, { method: 'POST', path: '/api/agent/v1/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() });
  expect(must(issued, 200).body).toMatchObject({ scope: 'browse_products' });
});

test('an owner allows a connector, and declines another', async ({ browser, server }) => {
  const device = await newDevice(browser, { colorScheme: 'dark' });
  await signUp(device, server);
  const { page } = device;
  const back = `${server.baseUrl}/docs`.replace('localhost', '127.0.0.1');
  const registered = must(await call(server.baseUrl, { path: '/api/agent/v1/oauth/register', body: { client_name: 'Claude', redirect_uris: [back] } }), 201).body;
  const query = new URLSearchParams({
    client_id: String(registered.client_id), redirect_uri: back, response_type: 'code', state: 'st', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', scope: 'browse_products',
  });
  await page.goto(`${server.baseUrl}/oauth/authorize?${query.toString()}`);
  await expect(page.getByRole('heading', { name: 'Allow Claude?' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Allow with passkey' }).click();
  await page.waitForURL(/\/docs\?.*code=ac_/);
  expect(new URL(page.url()).searchParams.get('state')).toBe('st');
  await page.goto(`${server.baseUrl}/oauth/authorize?${query.toString()}`);
  await page.getByRole('link', { name: 'Decline' }).click();
  await page.waitForURL(/error=access_denied/);
});

test('the page that connects agents has blocks to paste, and shows a request that came by a pairing code', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  await signUp(device, server);
  const { page } = device;
  await page.goto(`${server.baseUrl}/wallet/agents/connect`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make a pairing code' }).click();
  const code = await page.getByRole('status').filter({ hasText: '-' }).innerText();
  await expectAccessible(page);
  must(await call(server.baseUrl, { path: '/api/agent/v1/access-request', body: { pairing_code: code, agent_name: 'Paired helper' } }), 201);
  await page.reload();
  await page.getByRole('link', { name: 'Paired helper' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Allow with passkey' }).click();
  await expect(page.getByText('Paired helper is connected')).toBeVisible();
});
