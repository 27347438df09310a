import { accessToken, createCheckout, makeAgent, must, paymentStatus, requestToken } from './fixtures/api';
import { newDevice, signUp } from './fixtures/browser';
import { queryAsOwner } from './fixtures/database';
import { look, PHONE } from './fixtures/look';
import { mailedLink } from './fixtures/mail';
import { expect, test } from './fixtures/test';
import type { Server } from './fixtures/server';

// A passkey that is lost, from asking for the link to approving again. The day of waiting is taken off in the database.

const recoveryLink = (server: Server, email: string): Promise<string> => mailedLink(server, email, /http\S+\/recover#rc_\w+/);

/** Asks for more than an agent of this person may spend; answers the approval's address and how to follow it. */
async function overspend(server: Server, email: string) {
  const agent = await makeAgent(server, { ownerEmail: email });
  const token = await accessToken(server.baseUrl, agent);
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'burr-grinder', quantity: 1 }] });
  const { body } = must(await requestToken(server.baseUrl, token, checkout), 200);
  return { token, paymentId: String(body.payment_id), approvalUrl: String(body.approval_url), stepUpId: String(body.step_up_id) };
}

test('a lost passkey: asked for by mail, waited for, replaced, and the new one approves', async ({ browser, server }) => {
  test.slow();
  const lost = await newDevice(browser, PHONE);
  const person = await signUp(lost, server);
  const waiting = await overspend(server, person.email);
  await queryAsOwner(server.dataDir, 'update app_user set email_verified_at = created_at where email = $1', [person.email]);

  const { page } = await newDevice(browser, PHONE);
  await page.goto(`${server.baseUrl}/recover`);
  await look(page, 'recover');
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('Look into your mail')).toBeVisible();
  const link = await recoveryLink(server, person.email);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('button', { name: 'Start the recovery' })).toBeVisible();
  await look(page, 'recover-link');
  await page.getByRole('button', { name: 'Start the recovery' }).click();
  await expect(page.getByText('The 24 hours are running')).toBeVisible();
  await look(page, 'recover-waiting');

  // The owner's other browser is told, and nothing of theirs spends any more.
  const stopped = await queryAsOwner<{ status: string }>(server.dataDir, 'select status from approval where id = $1', [waiting.stepUpId]);
  expect(stopped).toEqual([{ status: 'cancelled' }]);
  expect((await paymentStatus(server.baseUrl, waiting.token, waiting.paymentId)).status).toBe(403);
  await lost.page.goto(`${server.baseUrl}/wallet/security`);
  await expect(lost.page.getByText('Your passkeys are being replaced')).toBeVisible();
  await look(lost.page, 'security-recovery');

  await queryAsOwner(
    server.dataDir,
    `update passkey_recovery set started_at = started_at - interval '1 day', ready_at = ready_at - interval '1 day'
      where user_id = (select id from app_user where email = $1)`,
    [person.email],
  );
  await page.reload();
  await expect(page.getByRole('button', { name: 'Make a new passkey' })).toBeVisible();
  await look(page, 'recover-ready');
  await page.getByRole('button', { name: 'Make a new passkey' }).click();
  await page.waitForURL(`${server.baseUrl}/wallet`);
  await lost.page.goto(`${server.baseUrl}/wallet`);
  await expect(lost.page, 'every other browser is signed out').toHaveURL(/\/sign-in/);

  const again = await overspend(server, person.email);
  await page.goto(again.approvalUrl);
  await page.getByRole('button', { name: /^Approve \$.* with passkey$/ }).click();
  await expect(page.getByText('Approved with your passkey')).toBeVisible();
  expect((await paymentStatus(server.baseUrl, again.token, again.paymentId)).body.status).toBe('approved');
  await page.goto(`${server.baseUrl}/wallet/security`);
  await expect(page.getByText('Last used')).toBeVisible();
  await look(page, 'security');
});

test('the owner who is signed in stops a recovery with one press', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const person = await signUp(device, server);
  await queryAsOwner(server.dataDir, 'update app_user set email_verified_at = created_at where email = $1', [person.email]);
  const { page } = await newDevice(browser);
  await page.goto(`${server.baseUrl}/recover`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  const link = await recoveryLink(server, person.email);
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('button', { name: 'Start the recovery' }).click();
  await expect(page.getByText('The 24 hours are running')).toBeVisible();
  await device.page.goto(`${server.baseUrl}/wallet/security`);
  await device.page.getByRole('button', { name: 'Cancel the recovery' }).click();
  await expect(device.page.getByText('Your passkeys are being replaced')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('This link is not valid any more.')).toBeVisible();
});
