import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { accessToken, call, complete, createCheckout, grantedToken, makeAgent, must } from './fixtures/api';
import { expectAccessible, newDevice, signUp } from './fixtures/browser';
import { expect, test } from './fixtures/test';
import { askOwner } from './fixtures/world';
import type { Server } from './fixtures/server';

/** An owner with a passkey, an agent, one purchase and one request that waits. */
async function makeOwner(server: Server, browser: Parameters<typeof newDevice>[0]) {
  const device = await newDevice(browser);
  const person = await signUp(device, server);
  const client = await makeAgent(server, { ownerEmail: person.email });
  const token = await accessToken(server.baseUrl, client);
  const checkout = await createCheckout(server.baseUrl, token);
  const { paymentToken, paymentId } = await grantedToken(server.baseUrl, token, checkout);
  must(await complete(server.baseUrl, token, checkout, paymentToken), 200);
  return { device, client, token, paymentId, stepUpId: await askOwner(server.baseUrl, token) };
}

async function seen(page: Page, { baseUrl }: Server, path: string, heading: string): Promise<void> {
  await page.goto(`${baseUrl}${path}`);
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
  await expect(page.getByText(/^Reading your/)).toHaveCount(0);
  await expectAccessible(page);
}

test('the first page puts what waits first, tells the spend in words, and pauses an agent with one touch, which stops its next call', async ({ browser, server }) => {
  const { device: { page }, token, client } = await makeOwner(server, browser);
  await seen(page, server, '/wallet', 'Wallet');
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('Waiting for you');
  await expect(page.getByRole('region', { name: 'All agents together' })).toContainText('this month');
  await page.getByRole('button', { name: /^Pause / }).click();
  await expect(page.getByRole('button', { name: /^Resume with passkey/ })).toBeVisible();
  expect((await call(server.baseUrl, { path: '/api/agent/v1/limits', token })).body).toMatchObject({ error: 'agent_suspended' });

  await page.getByRole('button', { name: /^Resume with passkey/ }).click();
  await expect(page.getByRole('button', { name: /^Pause / })).toBeVisible();
  must(await call(server.baseUrl, { path: '/api/agent/v1/limits', token }), 200);

  await page.getByRole('button', { name: /^Revoke / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke agent' }).click();
  await expect(page.getByRole('button', { name: /^Revoke / })).toHaveCount(0);
  expect((await call(server.baseUrl, { path: '/api/agent/v1/limits', token })).status).toBe(401);
  await page.goto(`${server.baseUrl}/wallet/agents/${client.agentId}`);
  await expect(page.getByText('Revoked', { exact: true }).first()).toBeVisible();
});

test('activity is narrowed by filters that stand in the address, and comes as a file', async ({ browser, server }) => {
  const { device: { page }, paymentId } = await makeOwner(server, browser);
  await seen(page, server, '/wallet/activity', 'Activity');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByText('Filters', { exact: true }).click();
  await page.getByLabel('Status').selectOption('Paid');
  await page.getByLabel('At most').fill('50');
  await page.getByRole('button', { name: 'Apply filters' }).click();
  await page.waitForURL(/status=completed/);
  await expect(page.getByRole('row')).toHaveCount(2);
  await expectAccessible(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const lines = readFileSync(await (await downloading).path(), 'utf8').trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(paymentId);

  await page.getByLabel('Search').fill('no such thing');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText('No payment fits these filters.')).toBeVisible();
  await page.goto(`${server.baseUrl}/wallet/activity?from=2026-02-30&min=x`);
  await expect(page.getByText('Write the day as 2026-11-30.')).toBeVisible();
  await expectAccessible(page);
});

test('a decision is kept with what the passkey signed, its mandates and evidence that can be printed', async ({ browser, server }) => {
  const { device: { page }, stepUpId } = await makeOwner(server, browser);
  await page.goto(`${server.baseUrl}/approve/${stepUpId}`);
  await page.getByRole('button', { name: /^Approve / }).click();
  await expect(page.getByText('Approved with your passkey')).toBeVisible();

  await seen(page, server, '/wallet/approvals', 'Approvals');
  await page.getByRole('row').nth(1).getByRole('link').click();
  await expect(page.getByRole('region', { name: 'the signed content' })).toContainText(stepUpId);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Evidence to print' }).click();
  await expect(page.getByText('Verified', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  await seen(page, server, '/wallet/mandates', 'Mandates');
  await page.getByRole('link', { name: 'Cart', exact: true }).first().click();
  await page.waitForURL(/type=cart/);
  await page.getByRole('row').nth(1).getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Cart mandate' })).toBeVisible();
  await expectAccessible(page);
});
