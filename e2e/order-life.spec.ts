import { startReceiver } from '@/lib/testing/webhook-receiver';
import { acpOf, payable } from './fixtures/acp';
import { accessToken, call, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf } from './fixtures/api';
import { expectAccessible, lookAt, newDevice, signIn } from './fixtures/browser';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

test.describe.configure({ timeout: 180_000 });

const DESK = { width: 1280, height: 860 };

test('a merchant follows an order from its webhook to its refund: ships a part, cancels the rest, refunds, and sends an event again', async ({ browser, server }) => {
  const receiver = await startReceiver();
  receiver.answer = () => (receiver.received.length === 1 ? 400 : 200);
  const { page } = await newDevice(browser, { viewport: DESK });
  await signIn(page, server, regalMoose(server).owner, '/dashboard/webhooks');
  await expect(page.getByRole('heading', { name: 'Webhooks', level: 1 })).toBeVisible();
  await lookAt(page, 'webhooks-empty', DESK);

  await page.getByRole('button', { name: 'Add endpoint' }).click();
  const adding = page.getByRole('dialog', { name: 'Add an endpoint' });
  await adding.getByLabel('URL').fill('http://10.0.0.1/');
  await adding.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(adding.getByRole('alert')).toContainText('https');
  await lookAt(page, 'webhooks-add', DESK);
  await adding.getByLabel('URL').fill(receiver.url);
  await adding.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(page.getByText('Endpoint added')).toBeVisible();
  await expect(page.getByLabel('Webhook secret', { exact: true })).toContainText('whsec_');

  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 3 }] });
  const { paymentToken } = await grantedToken(server.baseUrl, token, checkout);
  const orderId = orderIdOf(must(await complete(server.baseUrl, token, checkout, paymentToken), 200));
  await expect.poll(async () => (await call(server.baseUrl, { path: `/api/agent/v1/orders/${orderId}`, token })).body.payment).toMatchObject({ status: 'captured' });
  await expect.poll(() => receiver.received.length).toBe(1);

  await page.goto(`${server.baseUrl}/dashboard/orders/${orderId}`);
  await lookAt(page, 'order-placed', DESK);
  await page.getByRole('button', { name: 'Ship', exact: true }).click();
  const shipping = page.getByRole('dialog', { name: 'Ship items' });
  await shipping.getByLabel(/\(of 3\)/).fill('2');
  await shipping.getByLabel('Carrier').fill('Canada Post');
  await shipping.getByLabel('Tracking number').fill('CP 123 456');
  await shipping.getByLabel('Tracking link').fill('https://post.example/CP123456');
  await lookAt(page, 'order-ship', DESK);
  await shipping.getByRole('button', { name: 'Mark as shipped' }).dblclick();
  await expect(page.getByText('Partly shipped')).toBeVisible();
  const handedOver = page.getByRole('region', { name: 'Handed over' });
  await expect(handedOver.getByRole('listitem')).toHaveCount(1);
  await expect(handedOver.getByRole('link', { name: 'CP 123 456' })).toHaveAttribute('href', 'https://post.example/CP123456');

  await page.getByRole('button', { name: 'Cancel items' }).click();
  const canceling = page.getByRole('dialog', { name: 'Cancel items?' });
  await canceling.getByLabel('Reason').fill('The last bar broke.');
  await lookAt(page, 'order-cancel', DESK);
  await canceling.getByRole('button', { name: 'Cancel items' }).click();
  const changes = page.getByRole('region', { name: 'Cancellations and refunds' });
  await expect(changes.getByText('Refund made')).toBeVisible();
  await expect(page.getByText('2 handed over · 1 canceled')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ship', exact: true })).toHaveCount(0);

  await page.getByRole('button', { name: 'Refund', exact: true }).first().click();
  const refunding = page.getByRole('dialog', { name: 'Refund this order' });
  await refunding.getByLabel('Amount').fill('999.00');
  await refunding.getByRole('button', { name: 'Refund' }).click();
  await expect(refunding.getByRole('alert')).toBeVisible();
  await refunding.getByLabel('Amount').fill('1.50');
  await refunding.getByLabel('Reason').fill('For the wait.');
  await refunding.getByRole('button', { name: 'Refund' }).dblclick();
  await expect(changes.getByText('For the wait.')).toBeVisible();
  await expect(changes.getByText('Refund made')).toHaveCount(2);

  await handedOver.getByRole('button', { name: /^Mark as delivered/ }).click();
  await expect(handedOver.getByText('Delivered', { exact: true })).toBeVisible();
  await expect.poll(() => receiver.received.length).toBe(6);
  await page.reload();
  await lookAt(page, 'order-lived', DESK);

  const refused = page.getByRole('region', { name: 'Webhooks' }).getByRole('row').filter({ hasText: 'Refused' });
  await refused.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'order_create', level: 1 })).toBeVisible();
  await expect(page.getByText('HTTP 400')).toBeVisible();
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByText('The endpoint took it (HTTP 200).')).toBeVisible();
  await expect(page.getByText('Attempt 2')).toBeVisible();
  const [first, again] = [receiver.received[0], receiver.received.at(-1)];
  expect(again?.text).toBe(first?.text);
  expect(again?.headers['request-id']).toBe(first?.headers['request-id']);
  expect(again?.headers['merchant-signature']).not.toBe(first?.headers['merchant-signature']);
  await lookAt(page, 'webhook-delivery', DESK);

  await page.goto(`${server.baseUrl}/dashboard/webhooks?event=orders`);
  await expect(page.getByRole('row')).toHaveCount(7);
  await lookAt(page, 'webhooks', DESK);
  await page.getByRole('link', { name: 'Refused' }).click();
  await expect(page.getByText('No delivery is like this.')).toBeVisible();

  await page.goto(`${server.baseUrl}/orders/${orderId}`);
  await expect(page.getByText('The order has arrived.')).toBeVisible();
  await expect(page.getByText('Partly refunded')).toBeVisible();
  await lookAt(page, 'order-permalink', DESK);

  await page.goto(`${server.baseUrl}/dashboard/webhooks`);
  await page.getByRole('button', { name: 'Remove' }).first().click();
  await page.getByRole('dialog', { name: 'Remove this endpoint?' }).getByRole('button', { name: 'Remove endpoint' }).click();
  await expect(page.getByRole('region', { name: 'Endpoints' }).getByText(receiver.url)).toHaveCount(0);
  await expectAccessible(page);
  await receiver.close();
});

test('a merchant reads on the order what was said with it, and nobody else is told', async ({ browser, server }) => {
  const acp = acpOf(server, '2026-04-17');
  const { path, agent, pay } = await payable(server, acp);
  const said = {
    affiliate_attribution: { provider: 'impact.example', publisher_id: 'pub_77' },
    marketing_consents: [{ channel: 'email', opted_in: true }],
    order_notes: 'Leave it with the neighbour.',
  };
  const paid = must(await acp.send({ path: `${path}/complete`, body: { ...pay, ...said }, token: agent }), 200);
  expect(paid.text).not.toContain('pub_77');
  const { page } = await newDevice(browser, { viewport: DESK });
  await signIn(page, server, regalMoose(server).owner, `/dashboard/orders/${orderIdOf(paid)}`);
  const told = page.getByRole('region', { name: 'Said with the order' });
  for (const words of ['Leave it with the neighbour.', 'publisher_id pub_77', 'agreed']) await expect(told.getByText(words)).toBeVisible();
  await expectAccessible(page);
  await lookAt(page, 'order-said', DESK);
});
