import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { consoleWords } from '@/components/merchant/console-words';
import { menuWords } from '@/components/merchant/menu/menu-words';
import { expectFrench, send, signUpStore, speakFrench } from './fixtures/console';
import { lookAt, newDevice } from './fixtures/browser';
import { expect, test } from './fixtures/test';

test.describe.configure({ timeout: 120_000 });

// Menu Studio: an owner edits what is sold, by hand and by keys, in both languages of the console.

async function publishIn(page: Page, languages: readonly string[]): Promise<void> {
  const { revision } = await send(page, 'GET', '/merchant/workspace');
  expect(await send(page, 'PATCH', '/merchant/workspace', { revision, publishedStorefrontLocales: languages })).toMatchObject({ publishedStorefrontLocales: languages });
}

/** Of a surface that no JPEG makes small: some six megabytes. */
const telephonePhoto = (): Promise<Buffer> => sharp({ create: { width: 3200, height: 2200, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).jpeg({ quality: 95 }).toBuffer();

type Studio = { items: { sku: string; name: string; sortOrder: number; sectionKey: string; archived: boolean; ingredientsInStock: boolean; snoozedUntil: string | null; translations: object }[]; sections: { title: string; sortOrder: number }[] };
const studio = async (page: Page): Promise<Studio> => (await send(page, 'GET', '/merchant/menu')) as Studio;
const order = async (page: Page): Promise<string[]> => (await studio(page)).items.toSorted((a, b) => a.sortOrder - b.sortOrder).map(({ sku }) => sku);

for (const [locale, viewport] of [['en', { width: 1280, height: 860 }], ['fr', { width: 390, height: 844 }]] as const) {
  test(`a menu is made, put in order, translated and taken off sale, in ${locale} at ${viewport.width} px`, async ({ browser, server }) => {
    const [words, menu] = [consoleWords(locale), menuWords(locale)];
    const { page } = await newDevice(browser, { viewport });
    await signUpStore(page, server, `menu-${locale}@owner.example`);
    if (locale === 'fr') await speakFrench(page, server);
    await publishIn(page, ['en', 'fr']);
    await page.goto(`${server.baseUrl}/dashboard/menu`);
    await expect(page.getByText(menu.empty)).toBeVisible();
    const dialog = page.getByRole('dialog');
    const save = async (): Promise<void> => {
      await dialog.getByRole('button', { name: words.save }).click();
      await expect(dialog).toBeHidden();
    };

    await page.getByRole('button', { name: menu.addSection }).click();
    await dialog.getByLabel(`${menu.sectionTitle} ${menu.in} en`).fill('Pizzas');
    await dialog.getByLabel(`${menu.sectionTitle} ${menu.in} fr`).fill('Nos pizzas');
    await save();
    for (const [sku, name, french, price] of [['ONE', 'Margherita', '', '9'], ['TWO', 'Mushroom', 'Champignons', '12.50'], ['THREE', 'Ham', 'Jambon', '11,5']] as const) {
      await page.getByRole('button', { name: menu.addItem }).click();
      await dialog.getByLabel(`${menu.name} ${menu.in} en`).fill(name);
      await dialog.getByLabel(`${menu.name} ${menu.in} fr`).fill(french);
      await dialog.getByLabel(menu.price).fill(price);
      await dialog.getByLabel(menu.section).selectOption('pizzas');
      await dialog.getByLabel(menu.sku).fill(sku);
      if (sku === 'ONE') await lookAt(page, `menu-add-${locale}`, viewport);
      await save();
    }
    await expect(page.getByRole('region', { name: 'Pizzas' }).getByRole('listitem')).toHaveCount(3);
    expect((await studio(page)).items.map(({ sku, translations }) => [sku, translations])).toEqual(expect.arrayContaining([['TWO', { fr: { name: 'Champignons' } }]]));

    // By keys: the third is lifted, moved up by two, put down.
    await page.getByRole('button', { name: `${menu.move} Ham` }).focus();
    await page.keyboard.press('Space');
    for (const place of [3, 2, 1]) {
      await expect(page.getByText(`Ham: ${menu.over} ${place} ${menu.of} 3.`), 'told to who cannot see it').toBeAttached();
      await page.keyboard.press(place === 1 ? 'Space' : 'ArrowUp');
    }
    await expect.poll(() => order(page)).toEqual(['THREE', 'ONE', 'TWO']);
    // By hand: the first is drawn below the last.
    const [from, to] = [await page.getByRole('button', { name: `${menu.move} Ham` }).boundingBox(), await page.getByRole('button', { name: `${menu.move} Mushroom` }).boundingBox()];
    if (!from || !to) throw new Error('both handles are on the page');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + from.width / 2, from.y + from.height, { steps: 4 });
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2 + 8, { steps: 12 });
    await page.mouse.up();
    await expect.poll(() => order(page)).toEqual(['ONE', 'TWO', 'THREE']);

    // A photo of a telephone, larger than what is taken, is made smaller on its way.
    await page.getByRole('button', { name: `${menu.photo} Ham` }).click();
    await dialog.getByLabel(menu.choosePhoto).setInputFiles({ name: 'ham.jpg', mimeType: 'image/jpeg', buffer: await telephonePhoto() });
    await expect(dialog.getByText(words.saved)).toBeVisible();
    await expect(dialog.getByRole('img', { name: `${menu.photo} Ham` })).toHaveJSProperty('naturalWidth', 288);
    await lookAt(page, `menu-photo-${locale}`, viewport);
    await dialog.getByLabel(menu.choosePhoto).setInputFiles({ name: 'ham.svg', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
    await expect(dialog.getByText(words.errors.NOT_A_PHOTO ?? 'This is no photo that can be shown.')).toBeVisible();
    await dialog.getByRole('button', { name: menu.close }).click();

    // Off sale for an hour, and back.
    await page.getByLabel(`${menu.sale} Ham`).selectOption('hour');
    await expect(page.getByText(menu.outNow, { exact: true })).toBeVisible();
    expect((await studio(page)).items.find(({ sku }) => sku === 'THREE')?.snoozedUntil).not.toBeNull();
    await page.getByLabel(`${menu.sale} Ham`).selectOption('on');
    await expect(page.getByText(menu.outNow, { exact: true })).toBeHidden();

    // An ingredient that is out takes with it what is made with it.
    await page.getByRole('button', { name: menu.addIngredient }).click();
    await dialog.getByLabel(menu.name).fill('Porcini');
    await dialog.getByLabel('Mushroom').check();
    await save();
    await page.getByLabel(`${menu.inStock}: Porcini`).click();
    await expect(page.getByText(menu.lacks)).toBeVisible();
    expect((await studio(page)).items.find(({ sku }) => sku === 'TWO')?.ingredientsInStock).toBe(false);
    if (locale === 'fr') await expectFrench(page);
    await lookAt(page, `menu-${locale}`, viewport);
    await page.getByLabel(`${menu.inStock}: Porcini`).click();
    await expect(page.getByText(menu.lacks)).toBeHidden();

    await page.getByRole('button', { name: `${menu.edit} Ham` }).click();
    await dialog.getByRole('button', { name: menu.archive }).click();
    await page.getByText(`${menu.archived} (1)`).click();
    await page.getByRole('button', { name: `${menu.restore} Ham` }).click();
    await expect(page.getByRole('button', { name: `${menu.edit} Ham` })).toBeVisible();
  });
}

test('of two managers who edit one item the second is shown what the first saved, and loses nothing that was typed', async ({ browser, server }) => {
  const menu = menuWords('en');
  const { page } = await newDevice(browser, { viewport: { width: 1280, height: 860 } });
  await signUpStore(page, server, 'menu-two@owner.example');
  await send(page, 'POST', '/merchant/menu/items', { sku: 'ONE', name: 'Margherita', priceCents: 900, description: 'Tomato.' });
  await page.goto(`${server.baseUrl}/dashboard/menu`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: `${menu.edit} Margherita` }).click();
  await dialog.getByLabel(menu.description).fill('Tomato and basil.');
  // The other one is faster.
  await send(page, 'PATCH', '/merchant/menu/items/ONE', { priceCents: 1_000, revision: 1 });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText(menu.conflict)).toBeVisible();
  await expect(dialog.getByText('10.00')).toBeVisible();
  await expect(dialog.getByLabel(menu.description)).toHaveValue('Tomato and basil.');
  expect((await send(page, 'GET', '/merchant/menu')).items).toMatchObject([{ priceCents: 1_000, description: 'Tomato.' }]);
  await lookAt(page, 'menu-conflict', { width: 1280, height: 860 });
  await dialog.getByLabel(menu.price).fill('10');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect((await send(page, 'GET', '/merchant/menu')).items).toMatchObject([{ priceCents: 1_000, description: 'Tomato and basil.' }]);
});
