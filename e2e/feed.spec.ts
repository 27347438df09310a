import { startFeedReceiver, type FeedReceiver } from '@/lib/testing/feed-receiver';
import { accessToken, acpHeaders, call, makeAgent, must } from './fixtures/api';
import { expectAccessible, lookAt, newDevice, signIn } from './fixtures/browser';
import { expect, test } from './fixtures/test';

let receiver: FeedReceiver;
test.beforeEach(async () => {
  receiver = await startFeedReceiver();
});
test.afterEach(() => receiver.close());

const DESK = { width: 1280, height: 860 };

test('a merchant publishes the feed, sees what was refused and why, and stops it', async ({ browser, server }) => {
  const { page } = await newDevice(browser);
  const moose = server.demo.merchants.find(({ handle }) => handle === 'regal-moose');
  if (!moose) throw new Error('the demo world has regal-moose');
  receiver.disliked.add('maple-syrup');
  await signIn(page, server, moose.owner, '/dashboard/feed');
  await expect(page.getByRole('heading', { name: 'Product feed', level: 1 })).toBeVisible();
  await lookAt(page, 'feed-none', DESK);

  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await page.getByLabel('Secret').fill('a-secret');
  await page.getByRole('button', { name: 'Publish here' }).click();
  await expect(page.getByText('Saved. The whole catalogue is on its way.')).toBeVisible();
  await expect(page.getByText('Up to date')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('cell', { name: /^Maple syrup/ })).toBeVisible();
  await expect(page.getByRole('cell', { name: /products\[0\]: This is not sold here\./ })).toBeVisible();
  expect(receiver.calls.every(({ headers }) => headers.authorization === 'Bearer a-secret')).toBe(true);
  await page.reload();
  await lookAt(page, 'feed-published', DESK);

  receiver.disliked.clear();
  // Busy until the page has said so: the first retries come within a second, before the page looks again.
  const busy = { status: 503, body: { type: 'service_unavailable', code: 'maintenance', message: 'Back in a moment.' } };
  receiver.replies.push(busy, busy, busy, busy);
  await page.getByRole('button', { name: 'Publish everything now' }).click();
  await expect(page.getByText('Back in a moment.')).toBeVisible({ timeout: 20_000 });
  receiver.replies.splice(0);
  await lookAt(page, 'feed-waiting', DESK);
  await expect(page.getByText('Up to date')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Refused items' })).toHaveCount(0);

  receiver.replies.push({ status: 401, body: { type: 'invalid_request', code: 'unauthorized', message: 'The token is not known.' } });
  await page.getByRole('button', { name: 'Publish everything now' }).click();
  await expect(page.getByText('Publishing is stopped')).toBeVisible({ timeout: 20_000 });
  await lookAt(page, 'feed-stopped', DESK);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download products.jsonl' }).click();
  expect((await download).suggestedFilename()).toBe('products.jsonl');

  await page.getByRole('button', { name: 'Stop publishing' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Stop publishing' }).click();
  await expect(page.getByText('Nothing is published to a platform yet.')).toBeVisible();
});

test('the page of a cart shows what it holds to whoever has its id', async ({ browser, server }) => {
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const made = await call(server.baseUrl, { path: '/carts', token, headers: acpHeaders(), body: { line_items: [{ id: 'moose-mug', quantity: 2 }, { id: 'cedar-candle' }] } });
  const { page } = await newDevice(browser);
  await page.goto(String(must(made, 201).body.continue_url));
  await expect(page.getByRole('heading', { name: 'Cart', level: 1 })).toBeVisible();
  await expect(page.getByText('Enamel mug')).toBeVisible();
  await expect(page.getByText('Sold out')).toBeVisible();
  await lookAt(page, 'cart', DESK);
});
