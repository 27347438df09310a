import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { accessToken, call, complete, createCheckout, grantedToken, makeAgent, must } from './fixtures/api';
import { expectAccessible, newDevice, signUp } from './fixtures/browser';
import { expect, test } from './fixtures/test';
import { askOwner } from './fixtures/world';
import { until, type Server } from './fixtures/server';

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

test('a merchant that is blocked is refused at the next request, without a passkey', async ({ browser, server }) => {
  const { device: { page }, token } = await makeOwner(server, browser);
  await seen(page, server, '/wallet/merchants', 'Merchants');
  await expect(page.getByText('1 purchase by')).toBeVisible();
  await page.getByRole('button', { name: /^Block / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Block merchant' }).click();
  await expect(page.getByText('Blocked', { exact: true })).toBeVisible();
  await expectAccessible(page);
  const checkout = await createCheckout(server.baseUrl, token);
  const refused = await call(server.baseUrl, {
    path: '/api/agent/v1/payments/token', token, body: { merchant_id: 'regal-moose', session_id: checkout.id, amount: checkout.amount, currency: 'CAD' },
  });
  expect(refused).toMatchObject({ status: 403, body: { error: 'policy_refused', rule: 'merchant' } });
});

test('the audit trail tells what was done, verifies, and comes as a file whose hashes anyone can compute', async ({ browser, server }) => {
  const { device: { page } } = await makeOwner(server, browser);
  const verified = page.getByText(/^\d+ entries, each chained/);
  await until(
    30_000,
    async () => {
      await page.goto(`${server.baseUrl}/wallet/audit`);
      await expect(page.getByText('Signed in by signing up')).toBeVisible();
      return (await verified.isVisible()) && (await page.getByText('wait a moment').count()) === 0;
    },
    () => 'the trail was not sealed',
  );
  await expect(page.getByText('A passkey was added')).toBeVisible();
  await page.getByText('A passkey was added').click();
  await expectAccessible(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download JSON' }).click();
  const file = JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as { verification: { ok: boolean; head: string }; entries: { content: string; hash: string }[] };
  expect(file.verification.ok).toBe(true);
  for (const { content, hash } of file.entries) expect(createHash('sha256').update(content).digest('hex')).toBe(hash);
  expect(file.entries.at(-1)?.hash).toBe(file.verification.head);
});

test('another owner’s records do not exist', async ({ browser, server }) => {
  const [first, second] = [await makeOwner(server, browser), await makeOwner(server, browser)];
  const { page } = second.device;
  await page.goto(`${server.baseUrl}/wallet/payments/${second.paymentId}/evidence`);
  await expect(page.getByRole('heading', { name: 'Evidence', level: 1 })).toBeVisible();
  for (const path of [`/wallet/payments/${first.paymentId}/evidence`, `/wallet/approvals/${first.stepUpId}`, '/wallet/mandates/mandate_none', '/wallet/approvals/%00', '/wallet/mandates/%00']) {
    expect((await page.goto(`${server.baseUrl}${path}`))?.status(), path).toBe(404);
  }
});
