import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCheckout, must } from './fixtures/api';
import { askIssuer, beginAuthentication, challengeUrl, completeWith, merchantKey, resultOf, vaultTokenOf } from './fixtures/authentication';
import { lookAt } from './fixtures/browser';
import { PHONE } from './fixtures/look';
import { expect, test } from './fixtures/test';

// The pages of the bank's access control server, as a person sees them. Scripts are off: none is needed.

/** Where an agent platform takes a browser back: answers what it was posted. */
async function withCallback<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.setHeader('content-type', 'text/plain').end(`back with ${Buffer.concat(chunks).toString()}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/done`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('a person confirms a purchase with the code of their bank, on a phone and without scripts', async ({ browser, server }) => {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  // axe needs scripts: it looks at the same pages from a context that has them.
  const looking = await (await browser.newContext(PHONE)).newPage();
  const checkout = await createCheckout(server.baseUrl, merchantKey(server));
  const token = await vaultTokenOf(server, checkout);
  must(await completeWith(server, checkout, token), 200);
  await withCallback(async (callback) => {
    const { id } = await beginAuthentication(server, checkout, { challenge_notification_url: callback });
    const url = challengeUrl(await askIssuer(server, id));
    await page.goto(url);
    await looking.goto(url);
    await expect(page.getByRole('heading', { name: 'Is this your purchase?' })).toBeVisible();
    await expect(page.getByText('Regal Moose')).toBeVisible();
    await lookAt(looking, 'challenge', PHONE.viewport);

    await page.getByLabel('Code').fill('000 000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('alert')).toHaveText('That was not the code. 2 tries are left.');
    await looking.reload();
    await lookAt(looking, 'challenge-wrong', PHONE.viewport);

    await page.getByLabel('Code').fill((await page.locator('.note b').textContent()) ?? '');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('heading', { name: 'Confirmed' })).toBeVisible();
    await looking.reload();
    await lookAt(looking, 'challenge-confirmed', PHONE.viewport);

    await page.getByRole('button', { name: 'Back to the purchase' }).click();
    await expect(page.getByText(/^back with cres=[\w-]+$/)).toBeVisible();
    expect(must(await completeWith(server, checkout, token, await resultOf(server, id)), 200).body.status).toBe('completed');
  });
  await context.close();
  await looking.context().close();
});

test('a person who cancels has bought nothing', async ({ page, server }) => {
  const checkout = await createCheckout(server.baseUrl, merchantKey(server));
  const { id } = await beginAuthentication(server, checkout);
  await page.goto(challengeUrl(await askIssuer(server, id)));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible();
  await lookAt(page, 'challenge-cancelled', PHONE.viewport);
  await page.goto(`${server.baseUrl}/bank/acs/challenge/00000000-0000-4000-8000-000000000000`);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await lookAt(page, 'challenge-none', PHONE.viewport);
});

test("a browser is looked at in a hidden frame of the agent's page, and goes back by itself", async ({ page, server }) => {
  const checkout = await createCheckout(server.baseUrl, merchantKey(server));
  const { reply } = await beginAuthentication(server, checkout);
  const { fingerprint } = (reply.body as { action: { fingerprint: { three_ds_method_url: string; three_ds_server_trans_id: string } } }).action;
  await withCallback(async (callback) => {
    const data = Buffer.from(JSON.stringify({ threeDSServerTransID: fingerprint.three_ds_server_trans_id, threeDSMethodNotificationURL: callback })).toString('base64url');
    await page.goto(callback);
    await page.setContent(`<iframe name="method"></iframe><form method="post" target="method" action="${fingerprint.three_ds_method_url}"><input name="threeDSMethodData" value="${data}"></form>`);
    await page.evaluate(() => document.forms[0]?.submit());
    await expect(page.frameLocator('iframe').getByText(/^back with threeDSMethodData=[\w-]+$/)).toBeVisible();
  });
});
