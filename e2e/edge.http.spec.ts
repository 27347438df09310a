import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { accessToken, acpHeaders, call, makeAgent, must } from './fixtures/api';
import { fromPage, signIn } from './fixtures/session';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// What stands around ACP: which pages may call it, signed requests, compressed answers, bodies that are too large.

const PAGE = 'https://pages.example';

test("a merchant's own pages may call its store once it registered them, and others never", async ({ server }) => {
  const { baseUrl } = server;
  const merchant = await signIn(server, regalMoose(server).owner);
  const ask = (origin: string, path = '/m/regal-moose/checkout_sessions') =>
    call(baseUrl, { method: 'OPTIONS', path, headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, api-version' } });
  expect((await ask(PAGE)).headers.get('access-control-allow-origin')).toBeNull();
  must(await call(baseUrl, { method: 'PUT', path: '/api/dashboard/allowed-origins', headers: fromPage(merchant), body: { origins: [PAGE] } }), 200);
  await expect.poll(async () => (await ask(PAGE)).headers.get('access-control-allow-origin'), { timeout: 15_000 }).toBe(PAGE); // what was asked is remembered for seconds
  expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  expect((await ask(PAGE, '/m/au-comptoir-a-patons/checkout_sessions')).headers.get('access-control-allow-origin')).toBeNull();
  expect((await ask(PAGE, '/api/dashboard/allowed-origins')).headers.get('access-control-allow-origin')).toBeNull();
  const products = await call(baseUrl, { path: '/m/regal-moose/api/agent/v1/products', headers: { origin: PAGE } });
  expect([products.status, products.headers.get('access-control-allow-origin'), products.headers.get('vary')]).toEqual([200, PAGE, expect.stringContaining('rigin')]);
  expect((await call(baseUrl, { path: '/.well-known/acp.json', headers: { origin: 'https://anyone.example' } })).headers.get('access-control-allow-origin')).toBe('*');
});

/** As it travels: fetch would unpack it. */
const raw = (port: number, path: string, headers: Record<string, string>) =>
  new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', path, headers: { host: `localhost:${port}`, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });

test('answers and pages are compressed, each once', async ({ server }) => {
  const path = '/m/regal-moose/api/agent/v1/products';
  const plain = await raw(server.port, path, {});
  for (const [encoding, unpack] of [['br', brotliDecompressSync], ['gzip', gunzipSync]] as const) {
    const packed = await raw(server.port, path, { 'accept-encoding': encoding });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers.vary).toContain('Accept-Encoding');
    expect(unpack(packed.body).toString()).toBe(plain.body.toString());
    const etag = String(packed.headers.etag);
    expect(etag).toMatch(/^W\//);
    expect((await raw(server.port, path, { 'accept-encoding': encoding, 'if-none-match': etag })).body.length).toBe(0);
  }
  const page = await raw(server.port, '/docs', { 'accept-encoding': 'gzip' });
  expect(page.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(page.body).toString()).toContain('<html');
});

test('a body over one megabyte is 413 without a declared length too, on every transport of ACP', async ({ server }) => {
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const large = JSON.stringify({ filler: 'x'.repeat(1024 * 1024) });
  for (const path of ['/checkout_sessions', '/m/regal-moose/checkout_sessions', '/mcp', '/m/regal-moose/mcp']) {
    const headers = { ...acpHeaders(), authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const chunked = await fetch(server.baseUrl + path, { method: 'POST', headers, body: new Blob([large]).stream(), duplex: 'half' } as RequestInit);
    const declared = await call(server.baseUrl, { path, headers, body: large });
    expect([chunked.status, declared.status], path).toEqual([413, 413]);
    expect(JSON.stringify(await chunked.json()), path).toContain('payload_too_large');
  }
});
