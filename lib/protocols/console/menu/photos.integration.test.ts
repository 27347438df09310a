import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runEndpointOn } from '@/lib/entrance/run';
import { getPhoto } from '@/lib/protocols/platform';
import { getMenu } from '@/lib/protocols/quote';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { hireAt, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

let ctx: TestCtx;
let browser: ConsoleBrowser;
let merchantId: string;
let handle: string;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
  const [pizzeria, owner] = [await makePizzeria(ctx), await openTestStore(ctx)];
  ({ merchantId, handle } = pizzeria);
  browser = owner.browser;
  await ctx.pool.query('update merchant_member set merchant_id = $1 where user_id = $2', [merchantId, owner.userId]);
});
afterAll(() => void vi.unstubAllEnvs());

const PATH = '/merchant/menu/items/PZ-DIA/photo';
const RED = { r: 200, g: 20, b: 20 };
const drawn = (width: number, height: number, background = RED) => sharp({ create: { width, height, channels: 3, background } });
const put = (body: Uint8Array | string, type = 'image/jpeg', path = PATH) => browser('PUT', path, body, { 'content-type': type });
const fetchPhoto = (url: string): Promise<Response> =>
  runEndpointOn(ctx, getPhoto, new Request(url), { file: url.split('/').at(-1) ?? '' }, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null });
const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());
const smallOf = (url: string): string => url.replace(/\.webp$/, '-small.webp');
const imageOnMenu = async (sku = 'PZ-DIA'): Promise<unknown> => {
  const { body } = await callEndpoint(ctx, getMenu, { headers: { 'x-merchant-handle': handle } });
  return (body.items as { sku: string; imageUrl?: string }[]).find((item) => item.sku === sku)?.imageUrl;
};
const kept = async (): Promise<number> => (await ctx.pool.query('select from item_photo where merchant_id = $1', [merchantId])).rowCount ?? 0;

describe('a photo of an item', () => {
  it('is drawn anew in two sizes, upright, and nothing else of the file is kept', async () => {
    const sent = await drawn(3000, 2000).withExif({ IFD0: { Artist: 'SECRET-ARTIST' }, IFD3: { GPSLatitude: '45/1 46/1 0/1' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(sent.includes('SECRET-ARTIST'), 'the file tells it').toBe(true);
    const { status, body } = await put(sent);
    expect(status).toBe(200);
    expect(body.imageUrl).toMatch(/^http:\/\/localhost:3000\/art\/photos\/[0-9a-f]{32}\.webp$/);
    const large = await bytesOf(await fetchPhoto(String(body.imageUrl)));
    const small = await bytesOf(await fetchPhoto(smallOf(String(body.imageUrl))));
    expect(await sharp(large).metadata()).toMatchObject({ format: 'webp', width: 800, height: 1200 });
    expect(await sharp(small).metadata()).toMatchObject({ format: 'webp', width: 288, height: 288 });
    for (const each of [large, small]) {
      const { exif, icc, xmp } = await sharp(each).metadata();
      expect({ exif, icc, xmp }).toEqual({ exif: undefined, icc: undefined, xmp: undefined });
      expect(each.includes('SECRET-ARTIST')).toBe(false);
    }
  });

  it('stands on the menu in place of the drawing, until it is removed, and is gone then', async () => {
    const { body } = await put(await drawn(40, 30).png().toBuffer(), 'image/png');
    expect(await imageOnMenu()).toBe(body.imageUrl);
    const removed = await browser('DELETE', PATH);
    expect(removed).toMatchObject({ status: 200, body: { imageUrl: null } });
    expect(await imageOnMenu()).toBe(`http://localhost:3000/art/${handle}/PZ-DIA.svg`);
    expect((await fetchPhoto(String(body.imageUrl))).status).toBe(404);
    expect(await kept()).toBe(0);
  });

  it('may be kept for ever, runs nothing where it is opened, and other pages may show it', async () => {
    const { body } = await put(await drawn(40, 30).webp().toBuffer(), 'image/webp');
    const { headers } = await fetchPhoto(String(body.imageUrl));
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it('is not replaced by who looked at another revision: both managers know of each other', async () => {
    const { body: first } = await put(await drawn(40, 30).jpeg().toBuffer());
    const seen = Number(first.revision);
    const [one, other] = [await drawn(41, 30).jpeg().toBuffer(), await drawn(42, 30, { r: 0, g: 0, b: 200 }).jpeg().toBuffer()];
    const answers = await Promise.all([one, other].map((bytes) => put(bytes, 'image/jpeg', `${PATH}?revision=${seen}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refusal = answers.find(({ status }) => status === 409);
    expect(refusal?.body).toMatchObject({ errorCode: 'REVISION_CONFLICT', details: { current: { revision: seen + 1, imageUrl: await imageOnMenu() } } });
    expect(await kept(), 'the one before is not kept').toBe(1);
  });

  it('stays when the words of the item are edited, and goes through a CSV file and back', async () => {
    const { body } = await put(await drawn(40, 30).jpeg().toBuffer());
    await browser('PATCH', '/merchant/menu/items/PZ-DIA', { description: 'Hot.' });
    expect(await imageOnMenu()).toBe(body.imageUrl);
    const { text: csv } = await browser('GET', '/merchant/sheets/products');
    expect(await browser('POST', '/merchant/sheets/products/import', { csv })).toMatchObject({ status: 200, body: { changed: 0 } });
    expect(await imageOnMenu()).toBe(body.imageUrl);
  });

  it.each(['text/html', 'image/svg+xml', 'application/json', ''])('is not taken as %j', async (type) => {
    expect(await put(await drawn(4, 4).jpeg().toBuffer(), type)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
  });

  const HOSTILE: readonly (readonly [string, () => Promise<Uint8Array | string>])[] = [
    ['a page', () => Promise.resolve('<script>alert(1)</script>')],
    ['SVG with a script', () => Promise.resolve('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>')],
    ['SVG that reads a file', () => Promise.resolve('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>')],
    ['GIF', () => drawn(4, 4).gif().toBuffer()],
    ['TIFF', () => drawn(4, 4).tiff().toBuffer()],
    ['half a JPEG', async () => (await drawn(400, 400).jpeg().toBuffer()).subarray(0, 400)],
    ['a PNG of which a kilobyte opens to hundreds of megabytes', () => sharp({ create: { width: 20_000, height: 20_000, channels: 3, background: RED }, limitInputPixels: false }).png({ compressionLevel: 9, palette: true }).toBuffer()],
    ['a JPEG header and nothing else', () => Promise.resolve(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]))],
  ];
  it.each(HOSTILE)('is not %s: nothing is changed', async (_, make) => {
    const before = await imageOnMenu();
    expect(await put(await make())).toMatchObject({ status: 422, body: { errorCode: 'NOT_A_PHOTO', retryable: false } });
    expect(await imageOnMenu()).toBe(before);
  });

  it('is 4 MiB at most, and not nothing', async () => {
    expect((await put(new Uint8Array(4 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await put(new Uint8Array(0))).status).toBe(400);
    expect((await put(await drawn(4, 4).jpeg().toBuffer(), 'image/jpeg', `${PATH}?revision=x`)).status).toBe(400);
  });

  it('is for owners and managers, of their own items alone', async () => {
    const photo = await drawn(4, 4).jpeg().toBuffer();
    const staff = await hireAt(ctx, browser, 'staff');
    expect((await staff.browser('PUT', PATH, photo, { 'content-type': 'image/jpeg' })).status).toBe(403);
    const { browser: stranger } = await openTestStore(ctx);
    expect((await stranger('PUT', PATH, photo, { 'content-type': 'image/jpeg' })).status).toBe(404);
    expect((await stranger('DELETE', PATH)).status).toBe(404);
  });

  it.each(['../../etc/passwd', `${'0'.repeat(32)}.webp`, "' or 1=1 --.webp", `${'0'.repeat(32)}.svg`, ''])('is not at %j', async (file) => {
    const answer = await runEndpointOn(ctx, getPhoto, new Request('http://localhost:3000/art'), { file }, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null });
    expect(answer.status).toBe(404);
  });
});
