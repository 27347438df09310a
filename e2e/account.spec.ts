import { readFileSync } from 'node:fs';
import { expectAccessible, lookAt, newDevice, signIn, signUp } from './fixtures/browser';
import { queryAsOwner } from './fixtures/database';
import { mailedLink } from './fixtures/mail';
import { expect, test } from './fixtures/test';

// What an owner does with their own account, in a browser whose passkey is a virtual authenticator.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const verify = (dataDir: string, email: string) =>
  queryAsOwner(dataDir, 'update app_user set email_verified_at = created_at where email = $1', [email]);

test('passkeys are named, added and removed by one that stays; other browsers are signed out', async ({ browser, server }) => {
  test.slow();
  const device = await newDevice(browser, PHONE);
  const { page } = device;
  const person = await signUp(device, server);
  const elsewhere = await newDevice(browser);
  await signIn(elsewhere.page, server, person, '/wallet/security');
  await expect(elsewhere.page.getByText('This browser')).toHaveCount(1);

  await page.goto(`${server.baseUrl}/wallet/security`);
  await expect(page.getByRole('button', { name: /^Remove/ }), 'the last one stays').toHaveCount(0);
  await page.getByRole('button', { name: 'Rename Passkey' }).click();
  await page.getByLabel('Name', { exact: true }).fill('My phone');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(page.getByText('My phone', { exact: true })).toBeVisible();

  let putAway = (): Promise<void> => Promise.resolve();
  await page.route('**/api/account/passkeys/another/allow', async (route) => {
    const response = await route.fetch(); // the phone has allowed it: the new one is made on another device
    putAway = await device.useAnotherDevice();
    await route.fulfill({ response });
  });
  await page.getByRole('button', { name: 'Add another passkey' }).click();
  await expect(page.getByRole('button', { name: 'Remove Passkey' })).toBeVisible();
  await putAway(); // and that device is lost
  await lookAt(page, 'security-passkeys', PHONE.viewport);
  await page.getByRole('button', { name: 'Remove Passkey' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove with passkey' }).click();
  await expect(page.getByText('Stays on one device')).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  await elsewhere.page.reload();
  await expect(elsewhere.page).toHaveURL(/\/sign-in/);
});

test('a sign-in is seen with its browser, and ended from another one', async ({ browser, server }) => {
  const device = await newDevice(browser);
  const person = await signUp(device, server);
  const [lost, also] = [await newDevice(browser, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }), await newDevice(browser)];
  for (const { page } of [lost, also]) {
    await signIn(page, server, person, '/wallet/security');
    await expect(page.getByText('This browser')).toBeVisible();
  }
  const { page } = device;
  await page.goto(`${server.baseUrl}/wallet/security`);
  await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
  await expect(page.getByText('Firefox on Linux')).toHaveCount(0);
  await lost.page.reload();
  await expect(lost.page).toHaveURL(/\/sign-in/);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(page.getByRole('button', { name: 'Sign out everywhere else' })).toHaveCount(0);
  await also.page.reload();
  await expect(also.page).toHaveURL(/\/sign-in/);
});

test('an address changes by passkey and link, and its old reader takes it back', async ({ browser, server }) => {
  test.slow();
  const device = await newDevice(browser, PHONE);
  const { page } = device;
  const person = await signUp(device, server);
  await verify(server.dataDir, person.email);
  const email = `moved-${person.email}`;
  await page.goto(`${server.baseUrl}/wallet/security`);
  await device.setUserVerified(false);
  await page.getByLabel('New address').fill(email);
  await page.getByRole('button', { name: 'Change address with passkey' }).click();
  await expect(page.getByText('Your passkey was not used, so nothing changed.')).toBeVisible();
  await device.setUserVerified(true);
  await page.getByRole('button', { name: 'Change address with passkey' }).click();
  await expect(page.getByText(`changes to ${email}`)).toBeVisible();
  await page.goto(await mailedLink(server, email, /http\S+\/verify-email\S+/));
  await page.goto(`${server.baseUrl}/wallet/security`);
  await expect(page.getByText(email)).toBeVisible();

  const reader = await newDevice(browser, PHONE);
  await reader.page.goto(await mailedLink(server, person.email, /http\S+\/undo-email#\w+/));
  await lookAt(reader.page, 'undo-email', PHONE.viewport);
  await reader.page.getByRole('button', { name: 'Undo the change' }).click();
  await expect(reader.page.getByText('The address is yours again')).toBeVisible();
  await page.reload();
  await expect(page, 'everyone is signed out').toHaveURL(/\/sign-in/);
  await signIn(page, server, person, '/wallet/security');
  await expect(page.getByText(person.email)).toBeVisible();
});

test('a time zone changes by passkey', async ({ browser, server }) => {
  const device = await newDevice(browser);
  await signUp(device, server);
  const { page } = device;
  await page.goto(`${server.baseUrl}/wallet/security`);
  await page.getByLabel('Days, weeks and months of your limits end by').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Change zone with passkey' }).click();
  await expect(page.getByText('Saved. It applies from the next day')).toBeVisible();
  await page.goto(`${server.baseUrl}/wallet`);
  await expect(page.getByText('Days, weeks and months in Asia/Tokyo')).toBeVisible();
});

test('an owner downloads their data, deletes the account, and keeps it by the link of the mail', async ({ browser, server }) => {
  test.slow();
  const device = await newDevice(browser, PHONE);
  const { page } = device;
  const person = await signUp(device, server);
  await page.goto(`${server.baseUrl}/wallet/security`);
  await lookAt(page, 'security', PHONE.viewport);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download your data' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^countersign-[\d-]+\.json$/);
  expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toMatchObject({ format: 'countersign-export/1', profile: [{ email: person.email }] });

  await page.getByRole('button', { name: 'Delete your account' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete with passkey' }).click();
  await expect(page.getByText('Your account is being deleted')).toBeVisible();
  await lookAt(page, 'security-deletion', PHONE.viewport);
  const reader = await newDevice(browser, PHONE);
  await reader.page.goto(await mailedLink(server, person.email, /http\S+\/keep-account#\w+/));
  await lookAt(reader.page, 'keep-account', PHONE.viewport);
  await reader.page.getByRole('button', { name: 'Keep your account' }).click();
  await expect(reader.page.getByText('Your account stays')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Your account is being deleted')).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete your account' }).click();
  await page.getByRole('button', { name: 'Delete with passkey' }).click();
  await page.getByRole('button', { name: 'Keep your account' }).click();
  await expect(page.getByText('Your account is being deleted')).toHaveCount(0);
});
