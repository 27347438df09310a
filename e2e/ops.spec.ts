import { accessToken, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf } from './fixtures/api';
import { lookAt, newDevice } from './fixtures/browser';
import { queryAsOwner } from './fixtures/database';
import { expect, test } from './fixtures/test';

const DESK = { width: 1280, height: 860 };

test('an operator signs in with the key, follows a purchase from its request to the ledger, replays a dead letter, and signs out', async ({ browser, server }) => {
  const { page } = await newDevice(browser, { viewport: DESK });
  const { baseUrl, dataDir, demo } = server;
  const token = await accessToken(baseUrl, await makeAgent(server));
  const checkout = await createCheckout(baseUrl, token);
  const { paymentToken } = await grantedToken(baseUrl, token, checkout);
  const orderId = orderIdOf(must(await complete(baseUrl, token, checkout, paymentToken), 200));
  await queryAsOwner(dataDir, `insert into outbox_event (topic, aggregate_id, tenant_id, payload, attempts, last_error, next_attempt_at, created_at, dead_at)
                               select 'order.changed', $1, merchant_id, jsonb_build_object('orderId', $1::text), 10, 'the store answered 503', now(), now(), now() from purchase_order where id = $1`, [orderId]);

  await page.goto(`${baseUrl}/ops/trace?id=${orderId}`);
  await expect(page.getByLabel('Operator key')).toBeVisible();
  await lookAt(page, 'ops-sign-in', DESK);
  await page.getByLabel('Operator key').fill('csk_o_of_nobody');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This is no key of an operator')).toBeVisible();
  await page.getByLabel('Operator key').fill(demo.operator.apiKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'From its request to the ledger' }), 'it comes back to what was asked for').toBeVisible();
  for (const step of ['Checkout', 'Agent asked to pay', 'Limits held', 'Payment token', 'Attempt to pay', 'Network', 'Bank hold', 'Ledger entry hold']) await expect(page.getByRole('cell', { name: step }).first()).toBeVisible();
  await lookAt(page, 'ops-trace', DESK);

  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('heading', { name: 'Operations' })).toBeVisible();
  await lookAt(page, 'ops-overview', DESK);
  await page.getByRole('link', { name: 'Dead letters', exact: true }).click();
  const letter = page.getByRole('row').filter({ hasText: orderId });
  await expect(letter).toContainText('the store answered 503');
  await lookAt(page, 'ops-dead-letters', DESK);
  await letter.getByRole('button', { name: /^Replay/ }).click();
  await expect(letter).toBeHidden();
  await page.getByRole('link', { name: 'Reconciliation', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible();
  await lookAt(page, 'ops-reconciliation', DESK);

  await page.getByRole('link', { name: 'Reservations', exact: true }).click();
  await page.getByRole('link', { name: 'Sold', exact: true }).click();
  await expect(page.getByRole('row', { name: /Sold/ }).first()).toBeVisible();
  await lookAt(page, 'ops-reservations', DESK);
  await page.getByLabel('Store, by its handle or id').fill('no-such-store');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText('There are none like this.')).toBeVisible();

  await page.getByRole('link', { name: 'Inspector', exact: true }).click();
  await page.getByRole('button', { name: 'Watch for 10 minutes' }).click();
  await expect(page.getByRole('button', { name: 'Stop watching' })).toBeVisible();
  await createCheckout(baseUrl, token);
  const asked = page.getByRole('listitem').filter({ hasText: 'POST /checkout_sessions' }).first();
  await expect(async () => {
    await page.getByRole('link', { name: 'ACP', exact: true }).click();
    await page.reload();
    await expect(asked).toBeVisible({ timeout: 500 });
  }, 'whatever process answered it').toPass();
  await asked.locator('summary').click();
  await expect(asked.getByRole('region', { name: 'Asked' })).toContainText('"line_items"');
  await expect(asked.getByRole('region', { name: 'Answered' })).toContainText('"buyer": "[redacted]"');
  await lookAt(page, 'ops-inspector', DESK);
  await page.getByRole('button', { name: 'Stop watching' }).click();
  await expect(page.getByRole('button', { name: 'Watch for 10 minutes' })).toBeVisible();

  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await expect(page.getByRole('row', { name: /Replayed dead letters/ }).first()).toBeVisible();
  await expect(page.getByRole('row', { name: /Switched the inspector on for 10 minutes/ }).first()).toBeVisible();
  await lookAt(page, 'ops-audit', DESK);

  await page.getByRole('link', { name: 'Activation', exact: true }).click();
  await expect(page.getByRole('row', { name: /Live/ }).first()).toBeVisible();
  await lookAt(page, 'ops-activation', DESK);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Operator key')).toBeVisible();
  expect((await page.goto(`${baseUrl}/ops`))?.url()).toContain('/ops/sign-in');
});

test('each page of the operators’ console sends a stranger to its sign-in, and knows where to come back to', async ({ server }) => {
  for (const path of ['/ops', '/ops/trace', '/ops/dead-letters', '/ops/reconciliation', '/ops/reservations', '/ops/inspector', '/ops/activation', '/ops/audit']) {
    const answered = await fetch(server.baseUrl + path, { redirect: 'manual' });
    expect([answered.status, answered.headers.get('location')], path).toEqual([307, `/ops/sign-in?callbackUrl=${encodeURIComponent(path)}`]);
  }
});
