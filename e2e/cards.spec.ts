import { accessToken, createCheckout, makeAgent, must, requestToken } from './fixtures/api';
import { expectAccessible, newDevice, signUp } from './fixtures/browser';
import { expect, test } from './fixtures/test';

test('an owner bounds what agents pay with a card, freezes it at once, and unfreezes it with the passkey', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const person = await signUp(device, server);
  const { page } = device;
  await page.goto(`${server.baseUrl}/bank`);
  await page.getByRole('link', { name: 'Cards' }).click();
  const card = page.getByRole('region', { name: /Maple Bank/ });
  await expectAccessible(page);

  const cad = card.getByRole('group', { name: /In CAD/ });
  await cad.getByLabel('Agents without you').fill('1.00');
  await card.getByRole('button', { name: 'Save card' }).click();
  await expect(card.getByText('Saved. It holds for the next purchase.')).toBeVisible();
  const token = await accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: person.email }));
  const asked = must(await requestToken(server.baseUrl, token, await createCheckout(server.baseUrl, token)), 200);
  expect(asked.body).toMatchObject({ status: 'step_up_required', trigger_type: 'per_transaction' });

  await card.getByRole('button', { name: 'Freeze' }).click();
  await expect(card.getByText('Frozen', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await card.getByRole('button', { name: 'Unfreeze with passkey' }).click();
  await expect(card.getByText('Active', { exact: true })).toBeVisible();
  await cad.getByLabel('Agents without you').fill('');
  await card.getByRole('button', { name: 'Save card' }).click();
  await expect(card.getByText('Saved. It holds for the next purchase.')).toBeVisible();
  await page.reload();
  await expect(cad.getByLabel('Agents without you')).toHaveValue('');
});

test('an owner opens a second card with the passkey, and pays with it when the first is frozen', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const person = await signUp(device, server);
  const { page } = device;
  await page.goto(`${server.baseUrl}/bank/cards`);
  await expectAccessible(page);
  await page.getByRole('region', { name: 'Harbour Bank' }).getByRole('button', { name: 'Open a card with passkey' }).click();
  const second = page.getByRole('region', { name: /^Harbour Bank, card ending in/ });
  await expect(second.getByText('Active', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open a card with passkey' })).toHaveCount(0);
  await page.getByRole('region', { name: /Maple Bank/ }).getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByText('Frozen', { exact: true })).toBeVisible();

  const token = await accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: person.email }));
  const asked = must(await requestToken(server.baseUrl, token, await createCheckout(server.baseUrl, token)), 200);
  expect(asked.body).toMatchObject({ status: 'step_up_required', reason: expect.stringContaining('frozen') });
  await page.goto(String(asked.body.approval_url));
  await page.getByRole('button', { name: 'Change card' }).click();
  await page.getByRole('radio', { checked: false }).check();
  await page.getByRole('button', { name: 'Use this card' }).click();
  await page.getByRole('button', { name: /^Approve \$.* with passkey$/ }).click();
  await expect(page.getByText('Approved with your passkey')).toBeVisible();
});
