import { readFile } from 'node:fs/promises';
import { dataWords } from '@/components/merchant/data/data-words';
import { lookAt, newDevice } from './fixtures/browser';
import { expectFrench, send, signUpStore, speakFrench } from './fixtures/console';
import { expect, test } from './fixtures/test';

const PHONE = { width: 390, height: 844 };
const FILE = 'id,title,price,image_url\nroses,Red roses,3500,https://shop.example/roses.jpg\npot,Clay pot,1200,\n';
const csv = (text: string) => ({ name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test('a merchant tries a file, mends it, imports it, takes it back and changes a price, also when somebody else was first', async ({ browser, server }) => {
  const words = dataWords('en');
  const { page } = await newDevice(browser, { viewport: PHONE });
  await signUpStore(page, server, 'csv@owner.example');
  await page.goto(`${server.baseUrl}/dashboard/data`);
  const choose = (text: string) => page.getByLabel(words.bring).setInputFiles(csv(text));

  await choose(FILE.replace('1200', '=1+1').replace('Red roses', ''));
  await expect(page.getByRole('row', { name: `2 title ${words.codes.required}` })).toBeVisible();
  await expect(page.getByRole('row', { name: `3 price ${words.codes.not_a_number}` })).toBeVisible();
  await expect(page.getByRole('button', { name: words.doImport, exact: true })).toBeHidden();
  await lookAt(page, 'data-faults', PHONE);

  await choose(FILE);
  await expect(page.getByText(`2 ${words.created}, 0 ${words.changed}, 0 ${words.unchanged}`)).toBeVisible();
  await lookAt(page, 'data-new', PHONE);
  await page.getByRole('button', { name: words.doImport, exact: true }).click();
  await expect(page.getByText(words.done)).toBeVisible();
  await page.goto(`${server.baseUrl}/dashboard/menu`);
  await expect(page.getByText('Red roses').first()).toBeVisible();

  await page.goto(`${server.baseUrl}/dashboard/data`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: words.take }).click()]);
  const taken = await readFile(await download.path(), 'utf8');
  expect(taken).toContain('roses,Red roses,3500,https://shop.example/roses.jpg');
  await choose(taken.replace('3500', '3900'));
  await expect(page.getByText('3900')).toBeVisible();
  await lookAt(page, 'data-changed', PHONE);
  await send(page, 'PATCH', '/merchant/menu/items/roses', { priceCents: 4200 });
  await page.getByRole('button', { name: words.doImport, exact: true }).click();
  await expect(page.getByText(words.changedSince)).toBeVisible();
  await expect(page.getByText('4200'), 'what is there now').toBeVisible();
  await page.getByRole('button', { name: words.doImport, exact: true }).click();
  await expect(page.getByText(words.done)).toBeVisible();
});

test('in French, another table: what it takes, what is wrong, and what comes of it', async ({ browser, server }) => {
  const words = dataWords('fr');
  const { page } = await newDevice(browser);
  await signUpStore(page, server, 'csv-fr@owner.example');
  await speakFrench(page, server);
  await page.goto(`${server.baseUrl}/dashboard/data`);
  await page.getByLabel(words.table).selectOption('customers');
  const choose = (text: string) => page.getByLabel(words.bring).setInputFiles(csv(text));
  await choose('id;name\nada;Ada\n');
  await expect(page.getByText(words.codes.missing_column)).toBeVisible();
  await expectFrench(page);
  await choose('id;name;email\nada;Ada Lovelace;ada@buyer.example\n');
  await page.getByRole('button', { name: words.doImport, exact: true }).click();
  await expect(page.getByText(words.done)).toBeVisible();
  await expectFrench(page);
  await page.getByRole('button', { name: words.another }).click();
  await choose('id;name;email\nada;Ada Lovelace;ada@buyer.example\n');
  await expect(page.getByText(words.nothingNew)).toBeVisible();
});
