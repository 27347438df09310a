import { expectAccessible, newDevice, signIn } from './fixtures/browser';
import { acpHeaders, call, must } from './fixtures/api';
import { createRequestSigner } from '@/lib/testing/request-signer';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

test("a merchant registers a public key, after which its platform's requests must be signed, and removes it again; and keeps its origins", async ({ browser, server }) => {
  const { page } = await newDevice(browser);
  const { owner, apiKey } = regalMoose(server);
  await signIn(page, server, owner, '/dashboard/keys');
  await expect(page.getByRole('heading', { name: 'Keys', level: 1 })).toBeVisible();
  await expectAccessible(page);
  const signer = createRequestSigner('Ed25519');
  const read = (headers: object = {}) => call(server.baseUrl, { path: '/checkout_sessions/00000000-0000-4000-8000-000000000000', token: apiKey, headers: { ...acpHeaders(), ...headers } });
  must(await read(), 404);

  await page.getByRole('button', { name: /^Add public key to / }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Public key (JWK)').fill('no key');
  await dialog.getByRole('button', { name: 'Add public key' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('This is no JSON.');
  await dialog.getByLabel('Public key (JWK)').fill(JSON.stringify({ ...signer.jwk, kid: 'platform-1' }));
  await dialog.getByRole('button', { name: 'Add public key' }).click();
  await expect(page.getByText('Signed requests only')).toBeVisible();
  await expect(page.getByText('platform-1')).toBeVisible();
  await expectAccessible(page);
  must(await read(), 401);
  must(await read(signer.headers(undefined, new Date())), 404);

  await page.getByRole('button', { name: 'Remove platform-1' }).click();
  await expect(page.getByText('platform-1')).toHaveCount(0);
  must(await read(), 404);

  await page.getByLabel('Allowed origins').fill('https://shop.example\nhttps://shop.example/path');
  await page.getByRole('button', { name: 'Save origins' }).click();
  await expect(page.locator('p[role=alert]')).toContainText('An origin is https://');
  await page.getByLabel('Allowed origins').fill('https://shop.example');
  await page.getByRole('button', { name: 'Save origins' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Allowed origins')).toHaveValue('https://shop.example');
});
