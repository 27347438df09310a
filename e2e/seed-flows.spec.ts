import { createHmac } from 'node:crypto';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { accessToken, ADDRESS, call, must, type Reply } from './fixtures/api';
import { expectAccessible, newDevice, signUp } from './fixtures/browser';
import { expect, test } from './fixtures/test';

// The four flows of the SACP seed ("Flows"), one after the other, as its diagrams draw them: a person in a browser, an agent over HTTP.

let receiver: WebhookReceiver;
test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());

const SECRET = 'whsec_seed_flows_0123456789abcdefghijklmnop';
const TRAIL = ['session.created', 'session.updated'];

/** The types of the session webhooks that came for a session, each checked to be ours. */
function toldOf(sessionId: string): string[] {
  return receiver.received.flatMap(({ headers, text }) => {
    const expected = createHmac('sha256', SECRET).update(`${String(headers['x-webhook-timestamp'])}.${text}`).digest('hex');
    expect(headers['x-webhook-signature']).toBe(`sha256=${expected}`);
    const { type, data } = JSON.parse(text) as { type: string; data: { session_id?: string } };
    return data.session_id === sessionId ? [type] : [];
  });
}

test('the four flows of the seed, to the end', async ({ browser, server }) => {
  const { baseUrl } = server;
  const device = await newDevice(browser);
  const { page } = device;

  // Flow 1: agent registration.
  await signUp(device, server);
  await page.goto(`${baseUrl}/wallet/agents/new`);
  await expectAccessible(page);
  await page.getByLabel('Name', { exact: true }).fill('Household');
  await page.getByRole('button', { name: 'Create agent' }).click();
  await page.getByRole('button', { name: 'Confirm with passkey' }).click();
  await expect(page.getByText('The agent is active')).toBeVisible();
  const shown = await page.locator('main').innerText();
  const clientId = /\bagent_[0-9a-z]{26}\b/.exec(shown)?.[0] ?? '';
  const clientSecret = /\bcsa_[A-Za-z0-9]{40,}\b/.exec(shown)?.[0] ?? '';
  const token = await accessToken(baseUrl, { clientId, clientSecret });
  const api = (path: string, body?: unknown, method?: string): Promise<Reply> => call(baseUrl, { path, token, ...(body === undefined ? {} : { body }), ...(method && { method }) });
  must(await api('/api/agent/v1/webhooks', { url: receiver.url, secret: SECRET, events: ['session.created', 'session.updated', 'session.authorized', 'session.completed', 'step_up.approved'] }), 201);

  // Flow 2: agent discovery. What the profile names answers.
  const profile = must(await call(baseUrl, { path: '/.well-known/ucp' }), 200);
  expect(profile.body).toMatchObject({ merchant: { name: 'Regal Moose' } });
  const { api: store } = profile.body as { api: { base_url: string; endpoints: { products: string; sessions: string } } };
  const within = (path: string): string => (store.base_url + path).slice(baseUrl.length);
  const [products, sessions] = [within(store.endpoints.products), within(store.endpoints.sessions)];
  const offered = must(await api(products), 200).body as { products: { id: string }[] };
  expect(offered.products.map(({ id }) => id)).toEqual(expect.arrayContaining(['birch-soap', 'burr-grinder']));

  /** Steps 1 to 3: a session with items and a buyer. */
  async function readySession(productId: string): Promise<string> {
    const opened = must(await api(sessions, { items: [{ product_id: productId, quantity: 1 }] }), 201).body;
    expect(opened.status).toBe('cart_building');
    const id = String(opened.session_id);
    const filled = must(await api(`${sessions}/${id}`, { buyer: { name: 'Ada Martin', email: 'ada@example.com', shipping_address: ADDRESS } }, 'PATCH'), 200).body;
    expect(filled.status).toBe('ready_for_payment');
    return id;
  }

  // Flow 3: within the limits, nobody is asked.
  const small = await readySession('birch-soap');
  const paid = must(await api(`${sessions}/${small}/complete`, {}), 200).body as { status: string; order: { id: string } };
  expect(paid.status).toBe('completed');
  await expect.poll(() => toldOf(small)).toEqual([...TRAIL, 'session.completed']);

  // Flow 4: over the limit, the person signs exactly this cart, and the agent completes.
  const large = await readySession('burr-grinder');
  const stopped = must(await api(`${sessions}/${large}/complete`, {}), 202).body as { status: string; approval_url: string };
  expect(stopped.status).toBe('awaiting_authorization');
  await page.goto(stopped.approval_url);
  await expect(page.getByText('Burr grinder')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Approve \$.* with passkey$/ }).click();
  await expect(page.getByText('Approved with your passkey')).toBeVisible();
  await expect.poll(() => toldOf(large)).toContain('session.authorized');
  const completed = must(await api(`${sessions}/${large}/complete`, {}), 200).body as { status: string; order: { id: string } };
  expect(completed.status).toBe('completed');
  await expect.poll(() => toldOf(large)).toContain('session.completed');

  for (const { order } of [paid, completed]) {
    await page.goto(`${baseUrl}/orders/${order.id}`);
    await expect(page.getByRole('heading', { name: /^Order #\d+$/ })).toBeVisible();
  }
  await page.goto(`${baseUrl}/bank`);
  await expect(page.getByText('Regal Moose')).toHaveCount(2);
  await expectAccessible(page);
});
