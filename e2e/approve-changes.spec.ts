import { accessToken, complete, createCheckout, makeAgent, must, orderIdOf, paymentStatus, requestToken, type ReadyCheckout } from './fixtures/api';
import { newDevice, signUp, type Device, type Person } from './fixtures/browser';
import { queryAsOwner } from './fixtures/database';
import { look, PHONE } from './fixtures/look';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

type Waiting = { readonly token: string; readonly checkout: ReadyCheckout; readonly approvalUrl: string; readonly paymentId: string };

/** A grinder and two soaps: more than the agent may spend by itself. */
async function overspend({ baseUrl }: Server, token: string, items = [{ id: 'burr-grinder', quantity: 1 }, { id: 'birch-soap', quantity: 2 }]): Promise<Waiting> {
  const checkout = await createCheckout(baseUrl, token, { items });
  const { body } = must(await requestToken(baseUrl, token, checkout), 200);
  expect(body.step_up_required).toBe(true);
  return { token, checkout, approvalUrl: String(body.approval_url), paymentId: String(body.payment_id) };
}

async function agentOf(server: Server, person: Person): Promise<string> {
  return accessToken(server.baseUrl, await makeAgent(server, { ownerEmail: person.email }));
}

const approve = ({ page }: Device): Promise<void> => page.getByRole('button', { name: /^Approve \$.* with passkey$/ }).click();

test('a person takes something out, sees what they changed, signs exactly that, and the agent completes what is left', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  const { page } = device;
  const waiting = await overspend(server, await agentOf(server, await signUp(device, server)));
  await page.goto(waiting.approvalUrl);
  await page.getByRole('button', { name: 'Take something out' }).click();
  await page.getByRole('button', { name: /^One less of Birch/ }).click();
  await page.getByRole('button', { name: /^Leave out Birch/ }).click();
  await page.getByLabel(/^Note to /).fill('We have soap.');
  await look(page, 'take-out');
  await page.getByRole('button', { name: 'Show the changed cart' }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/approve/') && url.href !== waiting.approvalUrl);
  await expect(page.getByRole('region', { name: 'What you changed' })).toContainText('Gone: Birch');
  await expect(page.getByText('We have soap.')).toBeVisible();
  await look(page, 'changed-request');
  await approve(device);
  await expect(page.getByText('Approved with your passkey')).toBeVisible();

  const { body: poll } = await paymentStatus(server.baseUrl, waiting.token, waiting.paymentId);
  expect(poll).toMatchObject({ status: 'approved', items_changed: true, items: [{ product_id: 'burr-grinder', quantity: 1 }], owner_note: 'We have soap.' });
  orderIdOf(must(await complete(server.baseUrl, waiting.token, waiting.checkout, String(poll.payment_token)), 200));

  await page.goto(waiting.approvalUrl);
  await expect(page.getByText('You changed this cart')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open the changed request' })).toBeVisible();
  await look(page, 'superseded');
});

test('a person approves and lets the same pass next time, each with the passkey; the next request shows what changed since', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  const { page } = device;
  const token = await agentOf(server, await signUp(device, server));
  const one = [{ id: 'burr-grinder', quantity: 1 }];
  await page.goto((await overspend(server, token, one)).approvalUrl);
  await page.getByLabel('And let this pass next time').check();
  await expect(page.getByText("Raise this agent's limits in CAD", { exact: false })).toBeVisible();
  await look(page, 'rule-change');
  await approve(device);
  await expect(page.getByText('Approved with your passkey')).toBeVisible();

  const same = await createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 1 }] });
  expect(must(await requestToken(server.baseUrl, token, same), 200).body.status).toBe('approved');
  await page.goto((await overspend(server, token)).approvalUrl);
  await expect(page.getByRole('region', { name: 'Since your last approval here' })).toContainText('New: Birch');
  await look(page, 'since-last');
});

test('a rule is not changed by a passkey that says no, and the purchase of a moment ago stays approved', async ({ browser, server }) => {
  const device = await newDevice(browser, PHONE);
  const { page } = device;
  const token = await agentOf(server, await signUp(device, server));
  const waiting = await overspend(server, token);
  await page.goto(waiting.approvalUrl);
  await page.getByLabel('And let this pass next time').check();
  await page.route('**/approve', async (route) => {
    const answered = await route.fetch();
    await device.setUserVerified(false);
    await route.fulfill({ response: answered });
  });
  await approve(device);
  await expect(page.getByText('Approved. The rule stays as it was')).toBeVisible();
  expect((await paymentStatus(server.baseUrl, token, waiting.paymentId)).body.status).toBe('approved');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Approved with your passkey')).toBeVisible();
});

async function mailedLink({ dataDir }: Server, email: string): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    const mails = await queryAsOwner<{ body_text: string }>(dataDir, 'select body_text from mail_message where recipient = $1 order by created_at desc', [email]);
    return mails.map(({ body_text: text }) => /http\S+second-approver\?token=sa_\w+/.exec(text)?.[0]).find((link) => link !== undefined);
  };
  await expect.poll(find).toBeDefined();
  return (await find()) ?? '';
}

test('above an amount two people sign, each on their own device: invited by mail, accepted, and approved by both', async ({ browser, server }) => {
  const [owner, second] = [await newDevice(browser, PHONE), await newDevice(browser, PHONE)];
  const [person, other] = [await signUp(owner, server), await signUp(second, server)];
  await queryAsOwner(server.dataDir, 'update app_user set email_verified_at = created_at where email = $1', [other.email]);
  await owner.page.goto(`${server.baseUrl}/wallet/policy`);
  await owner.page.getByLabel('Email of the second person').fill(other.email);
  await owner.page.getByRole('button', { name: 'Invite' }).click();
  await expect(owner.page.getByText('is invited and has not accepted yet', { exact: false })).toBeVisible();
  await owner.page.getByLabel('Two people above, CAD').fill('60');
  await owner.page.getByRole('button', { name: 'Save amounts' }).click();
  await expect(owner.page.getByText('The amounts are saved.', { exact: false })).toBeVisible();
  await look(owner.page, 'second-invited');

  await second.page.goto(await mailedLink(server, other.email));
  await expect(second.page.getByText('asks', { exact: false }).first()).toBeVisible();
  await look(second.page, 'second-accept');
  await second.page.getByRole('button', { name: 'Accept' }).click();
  await expect(second.page.getByText('You sign second')).toBeVisible();

  const waiting = await overspend(server, await agentOf(server, person));
  await second.page.goto(`${server.baseUrl}/wallet`);
  await second.page.getByRole('link', { name: /^Review/ }).click();
  await expect(second.page.getByText('Two people sign this.', { exact: false })).toBeVisible();
  await expect(second.page.getByRole('button', { name: 'Take something out' })).toHaveCount(0);
  await look(second.page, 'second-approves');
  await approve(second);
  await expect(second.page.getByText('Nothing is approved until', { exact: false })).toBeVisible();
  await look(second.page, 'second-signed');
  expect((await paymentStatus(server.baseUrl, waiting.token, waiting.paymentId)).body.status).toBe('step_up_required');

  await owner.page.goto(waiting.approvalUrl);
  await approve(owner);
  await expect(owner.page.getByText('Approved with both passkeys')).toBeVisible();
  const { body: poll } = await paymentStatus(server.baseUrl, waiting.token, waiting.paymentId);
  orderIdOf(must(await complete(server.baseUrl, waiting.token, waiting.checkout, String(poll.payment_token)), 200));

  await owner.page.goto(`${server.baseUrl}/wallet/policy`);
  await look(owner.page, 'second-active');
  await owner.page.getByRole('button', { name: 'Take away' }).click();
  await expect(owner.page.getByText('Nobody signs second any more.')).toBeVisible();
});
