import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toLightPage, withLightPages } from './light-page';

const SCRIPT = '/_next/static/storefront/menu-ABC.js';
const JSON_LD = '<script type="application/ld+json">{"@type":"Restaurant"}</script>';
const NEXTS = '<script src="/_next/static/chunks/a.js" async="" nonce="n0nce"></script>';
const DATA = '<script nonce="n0nce">(self.__next_f=self.__next_f||[]).push([0])</script><script nonce="n0nce">self.__next_f.push([1,"\\u003cscript>"])</script>';
const LEAF = '<div class="contents" data-leaf="add-to-cart" data-props="{}"><button>Add</button></div>';

const pageOf = (inside: string): string =>
  `<!DOCTYPE html><html><head><link rel="stylesheet" href="/_next/static/a.css"/><link rel="preload" as="script" fetchPriority="low" nonce="n0nce" href="/_next/static/chunks/a.js"/>${NEXTS}` +
  `<script src="/_next/static/chunks/old.js" noModule="" nonce="n0nce"></script></head><body>${inside}${NEXTS}${DATA}</body></html>`;
const MENU = pageOf(`<div data-page="menu">${JSON_LD}${LEAF}</div>`);

describe('the menu page of a storefront', () => {
  const own = `<script src="${SCRIPT}" defer="" nonce="n0nce"></script>`;
  const lightOf = (inside: string, script: string): string => `<!DOCTYPE html><html><head><link rel="stylesheet" href="/_next/static/a.css"/>${script}</head><body>${inside}</body></html>`;

  it('comes with its own script in place of Next’s, under the nonce of its policy, and otherwise as it was', () => {
    expect(toLightPage(MENU, SCRIPT)).toBe(lightOf(`<div data-page="menu">${JSON_LD}${LEAF}</div>`, own));
  });

  it('comes without any script where nothing on it needs one', () => {
    expect(toLightPage(pageOf(`<div data-page="menu">${JSON_LD}</div>`), SCRIPT)).toBe(lightOf(`<div data-page="menu">${JSON_LD}</div>`, ''));
  });

  it.each([
    ['another page', pageOf('<div data-page="other"></div>')],
    ['a page whose text names the mark', pageOf('<p> data-page=&quot;menu&quot;</p>')],
    ['a menu that could not be drawn whole', pageOf('<div data-page="menu"><template data-dgst="1"></template></div>')],
  ])('is all that is changed, not %s', (_what, html) => {
    expect(toLightPage(html, SCRIPT)).toBe(html);
  });
});

describe('the server in front of the pages', () => {
  const body = JSON.stringify({ any: 'thing' });
  const answers: Record<string, (outgoing: ServerResponse) => void> = {
    '/some-shop': (outgoing) => {
      outgoing.setHeader('content-type', 'text/html; charset=utf-8');
      outgoing.flushHeaders();
      outgoing.write(MENU.slice(0, 300));
      outgoing.end(MENU.slice(300));
    },
    '/gone-shop': (outgoing) => void outgoing.writeHead(404, { 'content-type': 'text/html' }).end(MENU),
    '/moved-shop/FR': (outgoing) => void outgoing.writeHead(308, { location: '/moved-shop/fr' }).end(),
    '/some-shop/data': (outgoing) => void outgoing.writeHead(200, { 'content-type': 'application/json', 'x-asked': 'once' }).end(body),
  };
  const state: { server?: Server; origin: string } = { origin: '' };
  const toNext = (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => Promise.resolve(answers[incoming.url ?? '']?.(outgoing));

  beforeAll(async () => {
    const answer = withLightPages(toNext, ['menu-ABC.js']);
    state.server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
    await new Promise<void>((resolve) => state.server?.listen(0, '127.0.0.1', resolve));
    state.origin = `http://127.0.0.1:${(state.server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<void>((resolve) => void state.server?.close(() => resolve())));

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> =>
    new Promise((resolve, reject) => {
      request(state.origin + path, { headers, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
      }).on('error', reject).end();
    });

  it('sends a menu light, compressed for who accepts that, in its true length', async () => {
    const light = toLightPage(MENU, SCRIPT);
    const plain = await get('/some-shop');
    expect([plain.body.toString(), plain.headers['content-length'], plain.headers['content-encoding']]).toEqual([light, String(Buffer.byteLength(light)), undefined]);
    const zipped = await get('/some-shop', { 'accept-encoding': 'br, gzip' });
    expect([gunzipSync(zipped.body).toString(), zipped.headers['content-length'], zipped.headers['content-encoding']]).toEqual([light, String(zipped.body.length), 'gzip']);
  });

  it('leaves as it was what is not found, what leads elsewhere, what is no page, and what Next’s own scripts ask for', async () => {
    const missing = await get('/gone-shop');
    expect([missing.status, missing.headers['content-type'], missing.body.toString()]).toEqual([404, 'text/html', MENU]);
    const moved = await get('/moved-shop/FR');
    expect([moved.status, moved.headers.location, moved.body.length]).toEqual([308, '/moved-shop/fr', 0]);
    const data = await get('/some-shop/data', { 'accept-encoding': 'gzip' });
    expect([data.headers['x-asked'], data.headers['content-encoding'], data.body.toString()]).toEqual(['once', undefined, body]);
    expect((await get('/some-shop', { rsc: '1' })).body.toString()).toBe(MENU);
    expect((await get('/some-shop', {}, 'HEAD')).headers['content-length']).toBeUndefined();
  });
});
