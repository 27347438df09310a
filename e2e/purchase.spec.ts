import { accessToken, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf, paymentStatus, requestToken, type ReadyCheckout } from './fixtures/api';
import { expectAccessible, newDevice, signIn, signUp, type Device, type Person } from './fixtures/browser';
import { expect, test } from './fixtures/test';
import type { Server } from './fixtures/server';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

type Waiting = { readonly token: string; readonly checkout: ReadyCheckout; readonly approvalUrl: string; readonly paymentId: string };

/** An agent of this person that asked for more than it may. */
async function overspend(server: Server, person: Person): Promise<Waiting> {
  const agent = await makeAgent(server, { ownerEmail: person.email });
  const token = await accessToken(server.baseUrl, agent);
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'burr-grinder', quantity: 1 }] });
  const { body } = must(await requestToken(server.baseUrl, token, checkout), 200);
  expect(body.step_up_required).toBe(true);
  return { token, checkout, approvalUrl: String(body.approval_url), paymentId: String(body.payment_id) };
}

const statusOf = async (server: Server, { token, paymentId }: Waiting): Promise<unknown> => (await paymentStatus(server.baseUrl, token, paymentId)).body.status;

/** One piece, within the limits, paid. Answers the order's id. */
async function buy({ baseUrl }: Server, token: string, item: string): Promise<string> {
  const checkout = await createCheckout(baseUrl, token, { items: [{ id: item, quantity: 1 }] });
  const { paymentToken } = await grantedToken(baseUrl, token, checkout);
  return orderIdOf(must(await complete(baseUrl, token, checkout, paymentToken), 200));
}

async function approve({ page }: Device): Promise<void> {
  await page.getByRole('button', { name: /^Approve \$.* with passkey$/ }).click();
}

test('a person signs up with a passkey, makes an agent, and it buys', async ({ browser, server }) => {
  const device = await newDevice(browser);
  await signUp(device, server);
  const { page } = device;
  await page.goto(`${server.baseUrl}/wallet/agents/new`);
  await page.getByLabel('Name', { exact: true }).fill('Household');
  await page.getByRole('button', { name: 'Create agent' }).click();
  await page.getByRole('button', { name: 'Confirm with passkey' }).click();
  await expect(page.getByText('The agent is active')).toBeVisible();
  await expectAccessible(page);
  const text = await page.locator('main').innerText();
  const clientId = /\bagent_[0-9a-z]{26}\b/.exec(text)?.[0] ?? '';
  const clientSecret = /\bcsa_[A-Za-z0-9]{40,}\b/.exec(text)?.[0] ?? '';
  const token = await accessToken(server.baseUrl, { clientId, clientSecret });
  const orderId = await buy(server, token, 'birch-soap');

  await page.goto(`${server.baseUrl}/wallet`);
  await expect(page.getByText('Regal Moose').first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${server.baseUrl}/orders/${orderId}`);
  await expect(page.getByRole('heading', { name: /^Order #\d+$/ })).toBeVisible();
  await expectAccessible(page);
});

test('a purchase over the limit stops, is approved on a phone with a passkey over exactly what is shown, and is paid', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  const person = await signUp(device, server);
  const waiting = await overspend(server, person);
  const { token, checkout, approvalUrl, paymentId } = waiting;
  await device.page.goto(approvalUrl);
  await expect(device.page.getByText('Burr grinder')).toBeVisible();
  await expect(device.page.getByText('Above the limit you set')).toBeVisible();
  await expectAccessible(device.page);
  await approve(device);
  await expect(device.page.getByText('Approved with your passkey')).toBeVisible();
  const { body: poll } = await paymentStatus(server.baseUrl, token, paymentId);
  expect(poll.status).toBe('approved');
  orderIdOf(must(await complete(server.baseUrl, token, checkout, String(poll.payment_token)), 200));
  await device.page.goto(`${server.baseUrl}/bank`);
  await expect(device.page.getByRole('heading', { name: 'Bank statement' })).toBeVisible();
  await expectAccessible(device.page);

  await device.page.goto(approvalUrl);
  await expect(device.page.getByText('Approved with your passkey')).toBeVisible();
  await expect(device.page.getByRole('button', { name: /Approve/ })).toHaveCount(0);
});

test('a passkey that does not verify its user approves nothing', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  const person = await signUp(device, server);
  const waiting = await overspend(server, person);
  await device.setUserVerified(false);
  await device.page.goto(waiting.approvalUrl);
  await approve(device);
  await expect(device.page.getByText('Your passkey was not used. Nothing was approved.')).toBeVisible();
  expect(await statusOf(server, waiting)).toBe('step_up_required');
});

test('declining stops the purchase and offers to pause the agent, which stops its next call', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  const person = await signUp(device, server);
  const waiting = await overspend(server, person);
  await device.page.goto(waiting.approvalUrl);
  await device.page.getByRole('button', { name: 'Decline' }).click();
  await expect(device.page.getByText('Nothing was paid.')).toBeVisible();
  expect(await statusOf(server, waiting)).toBe('rejected');
  await device.page.getByRole('button', { name: 'Pause this agent' }).click();
  await expect(device.page.getByText('is paused', { exact: false })).toBeVisible();
  const next = await fetch(`${server.baseUrl}/api/agent/v1/limits`, { headers: { authorization: `Bearer ${waiting.token}` } });
  expect(next.status).toBe(403);
});

test('an approval is sent to sign-in when nobody is, and does not exist for anyone else', async ({ browser, server }) => {
  const owner = await newDevice(browser);
  const person = await signUp(owner, server);
  const { approvalUrl } = await overspend(server, person);
  const signedOut = await fetch(approvalUrl, { redirect: 'manual' });
  expect(signedOut.status).toBe(307);
  expect(signedOut.headers.get('location')).toContain('/sign-in?callbackUrl=');

  const stranger = await newDevice(browser);
  await signUp(stranger, server);
  const response = await stranger.page.goto(approvalUrl);
  expect(response?.status()).toBe(404);
  await expect(stranger.page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
});

test('signing in with the password or the passkey leads to where one was going', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const person = await signUp(device, server);
  const { page } = device;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${server.baseUrl}/`);
  await page.goto(`${server.baseUrl}/wallet/agents`);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL(`${server.baseUrl}/wallet/agents`);

  const elsewhere = await newDevice(browser);
  await signIn(elsewhere.page, server, person, 'https://evil.example/');
  await elsewhere.page.waitForURL(`${server.baseUrl}/wallet`);
  const wrong = await newDevice(browser);
  await signIn(wrong.page, server, { ...person, password: 'not the password' });
  await expect(wrong.page.getByText('That did not match.', { exact: false })).toBeVisible();
});

test('the landing page lets the demo agent overspend and leads to the approval, where the demo owner adds a passkey and approves', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const { page } = device;
  await page.goto(server.baseUrl);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Let an agent overspend' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Email').fill(server.demo.wallet.email);
  await page.getByLabel('Password').fill(server.demo.wallet.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/approve\//);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await approve(device);
  await expect(page.getByText('Approved with your passkey')).toBeVisible();
});

test('a merchant sees its orders and no one else does', async ({ browser, server }) => {
  const owner = await newDevice(browser);
  const person = await signUp(owner, server);
  const agent = await makeAgent(server, { ownerEmail: person.email });
  const orderId = await buy(server, await accessToken(server.baseUrl, agent), 'moose-mug');
  const [moose, comptoir] = server.demo.merchants;
  if (!moose || !comptoir) throw new Error('the demo world has two merchants');

  const merchant = await newDevice(browser);
  await signIn(merchant.page, server, moose.owner, '/dashboard/orders');
  await merchant.page.waitForURL(/\/dashboard\/orders/);
  await expect(merchant.page.getByRole('table', { name: 'Orders' })).toBeVisible();
  await expectAccessible(merchant.page);
  await merchant.page.goto(`${server.baseUrl}/dashboard/orders/${orderId}`);
  await expect(merchant.page.getByText('Automatic, within limits')).toBeVisible();
  await expectAccessible(merchant.page);

  const other = await newDevice(browser);
  await signIn(other.page, server, comptoir.owner, '/dashboard/orders');
  await other.page.waitForURL(/\/dashboard\/orders/);
  expect((await other.page.goto(`${server.baseUrl}/dashboard/orders/${orderId}`))?.status()).toBe(404);
});

test.describe('every page', () => {
  for (const path of ['/', '/sign-up', '/sign-in', '/recover', '/docs', '/terms', '/privacy', '/returns', '/verify', '/mailbox', '/nothing-here']) {
    test(`${path} is accessible on a phone, light and dark`, async ({ browser, server }) => {
      const { page } = await newDevice(browser, PHONE);
      await page.goto(server.baseUrl + path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
    });
  }
});
