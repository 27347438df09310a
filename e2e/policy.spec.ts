import { accessToken, call, createCheckout, grantedToken, makeAgent, must, requestToken } from './fixtures/api';
import { expectAccessible, newDevice, signUp } from './fixtures/browser';
import { expect, test } from './fixtures/test';

test('an owner tightens rules at once, loosens them with the passkey, and sees in the simulator what rules would have said', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const { email } = await signUp(device, server);
  const { page } = device;
  const token = await accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: email }));
  const open = () => createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 1 }] });
  await grantedToken(server.baseUrl, token, await open());

  await page.goto(`${server.baseUrl}/wallet`);
  await page.getByRole('link', { name: 'Policy' }).first().click();
  await expect(page.getByRole('heading', { name: 'Policy for all agents' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Never these merchants').fill('regal-moose');
  await page.getByLabel('If a merchant is not allowed').selectOption('Refuse it');
  await page.getByRole('button', { name: 'Save rules' }).click();
  await expect(page.getByText('The rules are saved.', { exact: false })).toBeVisible();
  const refused = must(await requestToken(server.baseUrl, token, await open()), 403);
  expect(refused.body).toMatchObject({ error: 'policy_refused', rule: 'merchant' });

  await page.reload();
  await expect(page.getByLabel('Never these merchants')).toHaveValue('regal-moose');
  await page.getByLabel('Never these merchants').fill('');
  await device.setUserVerified(false);
  await page.getByRole('button', { name: 'Save rules' }).click();
  await expect(page.getByText('Your passkey was not used, so nothing changed.')).toBeVisible();
  must(await requestToken(server.baseUrl, token, await open()), 403);
  await device.setUserVerified(true);
  await page.getByRole('button', { name: 'Save rules' }).click();
  await expect(page.getByText('The rules are saved.', { exact: false })).toBeVisible();
  await grantedToken(server.baseUrl, token, await open());

  await page.getByRole('link', { name: 'Try on past activity' }).click();
  await expect(page.getByRole('heading', { name: 'Policy simulator' })).toBeVisible();
  await page.getByLabel('Never these kinds').fill('home');
  await page.getByRole('button', { name: 'Replay past activity' }).click();
  await expect(page.getByText('Of 2: 0 allowed, 2 would ask you, 0 refused.')).toBeVisible();
  await expect(page.getByText('Goods of the category "home" are blocked.', { exact: false }).filter({ visible: true })).toHaveCount(2);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});

test('an owner limits what all agents spend together, and raises it with the passkey', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const { email } = await signUp(device, server);
  const { page } = device;
  await page.goto(`${server.baseUrl}/wallet/policy`);
  await page.getByLabel('Limit what they spend together in CAD').check();
  await page.getByLabel('Each purchase, CAD').fill('10');
  await page.getByLabel('Each week, CAD').fill('450');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(page.getByText('The limits are saved.', { exact: false })).toBeVisible();
  const agent = await makeAgent(server, { ownerEmail: email });
  const token = await accessToken(server.baseUrl, agent);
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 1 }] });
  expect(must(await requestToken(server.baseUrl, token, checkout), 200).body).toMatchObject({ step_up_required: true, trigger_type: 'wallet' });
  const simulated = await call(server.baseUrl, { path: '/api/agent/v1/payments/simulate', token, body: { merchant_id: 'regal-moose', amount: '11.00', currency: 'CAD' } });
  expect(must(simulated, 200).body).toMatchObject({ decision: 'ask', rule: 'wallet', limit: '10.00', used: '0.00', requested: '11.00', currency: 'CAD' });

  await page.getByLabel('Each purchase, CAD').fill('100');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(page.getByText('up to CA', { exact: false }).or(page.getByText('$100.00', { exact: false })).first()).toBeVisible();
  await expectAccessible(page);
  const other = await createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 1 }] });
  await grantedToken(server.baseUrl, token, other);

  await page.goto(`${server.baseUrl}/wallet`);
  await expect(page.getByRole('link', { name: 'All agents together' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${server.baseUrl}/wallet/agents/${agent.agentId}`);
  await page.getByRole('link', { name: 'Rules of this agent' }).click();
  await expect(page.getByRole('heading', { name: /^Rules of/ })).toBeVisible();
  await expectAccessible(page);
});

test('an owner authorises one purchase beyond the limits with the passkey, and withdraws another', async ({ browser, server }) => {
  const device = await newDevice(browser, { colorScheme: 'dark' });
  const { email } = await signUp(device, server);
  const { page } = device;
  const limits = { per_transaction: '1.00', daily: '2.00', monthly: '3.00', currency: 'CAD' };
  const token = await accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: email, limits }));
  const open = () => createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 1 }] });
  const checkout = await open();

  await page.goto(`${server.baseUrl}/wallet/policy`);
  await page.getByRole('link', { name: 'Authorisations' }).click();
  await expect(page.getByText('You have authorised nothing beyond your limits.')).toBeVisible();
  await expectAccessible(page);
  const authorise = async () => {
    await page.getByLabel('At this merchant').fill('regal-moose');
    await page.getByLabel('Up to').fill('90.00');
    await page.getByRole('button', { name: 'Authorise with passkey' }).click();
  };
  await device.setUserVerified(false);
  await authorise();
  await expect(page.getByText('Your passkey was not used, so nothing changed.')).toBeVisible();
  await device.setUserVerified(true);
  await authorise();
  await expect(page.getByText('The authorisation holds from now on.')).toBeVisible();
  await expect(page.getByText('In force')).toBeVisible();
  await grantedToken(server.baseUrl, token, checkout);
  await page.reload();
  await expect(page.getByText('Used', { exact: true })).toBeVisible();

  await authorise();
  await page.getByRole('button', { name: /^Withdraw/ }).click();
  await expect(page.getByText('Withdrawn')).toBeVisible();
  await expectAccessible(page);
  expect(must(await requestToken(server.baseUrl, token, await open()), 200).body).toMatchObject({ step_up_required: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
