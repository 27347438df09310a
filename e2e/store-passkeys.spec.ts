import { consoleWords } from '@/components/merchant/console-words';
import { expectFrench, send, signUpStore, speakFrench, STORE_PASSWORD } from './fixtures/console';
import { lookAt, newDevice } from './fixtures/browser';
import { expect, test } from './fixtures/test';

test.describe.configure({ timeout: 120_000 });

for (const [locale, viewport] of [['en', { width: 1280, height: 860 }], ['fr', { width: 390, height: 844 }]] as const) {
  test(`an owner signs in with a passkey, alone and after the password, in ${locale} at ${viewport.width} px`, async ({ browser, server }) => {
    const words = consoleWords(locale);
    const device = await newDevice(browser, { viewport });
    const { page } = device;
    const email = `passkey-${locale}@owner.example`;
    await signUpStore(page, server, email);
    if (locale === 'fr') await speakFrench(page, server);

    await page.goto(`${server.baseUrl}/dashboard/sessions`);
    await expect(page.getByRole('checkbox', { name: words.passkeys.secondStep })).toBeDisabled();
    await page.getByRole('button', { name: words.passkeys.add }).click();
    const rows = page.getByRole('button', { name: `${words.remove} ${words.passkeys.name}` });
    await expect(rows).toHaveCount(1);
    // It allows another, which a device beside it makes.
    let putAway = (): Promise<void> => Promise.resolve();
    await page.route('**/merchant/passkeys/allow', async (route) => {
      const response = await route.fetch();
      putAway = await device.useAnotherDevice();
      await route.fulfill({ response });
    });
    await page.getByRole('button', { name: words.passkeys.add }).click();
    await expect(rows).toHaveCount(2);
    await putAway();
    await page.getByRole('checkbox', { name: words.passkeys.secondStep }).click();
    await expect.poll(async () => (await send(page, 'GET', '/merchant/passkeys')).secondStep).toBe(true);
    if (locale === 'fr') await expectFrench(page);
    await lookAt(page, `store-passkeys-${locale}`, viewport);

    const signIn = async (): Promise<void> => {
      await send(page, 'POST', '/merchant/session/logout', {});
      await page.goto(`${server.baseUrl}/sign-in/store`);
    };
    const isIn = () => expect(page).toHaveURL(`${server.baseUrl}/dashboard/launchpad`);
    await signIn();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await isIn();

    await signIn();
    await lookAt(page, `store-sign-in-${locale}`, viewport);
    await device.setUserVerified(false);
    await page.getByLabel('Email').fill(email);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByLabel('Password').fill(STORE_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByText('it is asked for here')).toBeVisible();
    await device.setUserVerified(true);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await isIn();
  });
}
