import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initComposition } from '@/lib/composition';
import { CLIENT_ADDRESS_HEADER, MERCHANT_PREFIX_HEADER } from '@/lib/http/client-address';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { parseEnv } from '@/lib/env';
import { silentLog, testCtx } from '@/lib/testing/test-ctx';
import { trackInFlight, type InFlight } from './in-flight';
import { createListener } from './listener';

const base = { credentials: ['none'], scope: null, tenant: 'none' } as const;
let finishSlow: () => void = () => undefined;
let slowStarted: () => void = () => undefined;
const slowUnderWay = new Promise<void>((resolve) => (slowStarted = resolve));

const endpoints: Endpoint[] = [
  endpoint({ ...base, method: 'GET', path: '/carts/[id]', wire: 'acp', handle: (_ctx, request, { id }) => Promise.resolve(Response.json({ id, url: new URL(request.url).pathname })) }),
  endpoint({
    ...base, method: 'GET', path: '/health/large', wire: 'platform',
    handle: (_ctx, request) => {
      const [type, size] = (new URL(request.url).searchParams.get('of') ?? '').split(' ');
      return Promise.resolve(new Response('x'.repeat(Number(size)), { headers: { 'content-type': type ?? '', etag: '"one"', vary: 'accept' } }));
    },
  }),
  endpoint({ ...base, method: 'POST', path: '/carts', wire: 'acp', handle: async (_ctx, request) => Response.json({ length: (await request.text()).length }) }),
  endpoint({ ...base, method: 'POST', path: '/testing/agents', wire: 'testing', testOnly: true, handle: () => Promise.resolve(Response.json({})) }),
  endpoint({
    ...base,
    method: 'GET',
    path: '/health/slow',
    wire: 'platform',
    handle: async () => {
      slowStarted();
      await new Promise<void>((resolve) => (finishSlow = resolve));
      return Response.json({ finished: true });
    },
  }),
];

let server: Server;
let inFlight: InFlight;
let origin: string;

beforeAll(async () => {
  const ctx = await testCtx({ ports: {} });
  const parsed = parseEnv({ COUNTERSIGN_TEST: '1' });
  if (!parsed.ok) throw new Error(parsed.faults.join());
  const secrets = { authSecret: 'a'.repeat(32), keys: `k1:${Buffer.alloc(32, 1).toString('base64')}`, operatorApiKey: 'b'.repeat(16) };
  initComposition({ pool: ctx.pool, config: { ...parsed.env, ...secrets }, log: silentLog });
  inFlight = trackInFlight(
    createListener({
      endpoints,
      entrance: 'table',
      publicOrigin: 'https://shop.example',
      trustProxyHops: 0,
      testMode: false,
      toNext: (incoming, outgoing) => {
        outgoing.end(JSON.stringify({ next: incoming.url, headers: incoming.headers, raw: incoming.rawHeaders }));
        return Promise.resolve();
      },
    }),
  );
  server = createServer(inFlight.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const ask = (path: string, init?: RequestInit) => fetch(origin + path, { redirect: 'manual', ...init });

/** fetch does not let its caller choose the Host header. */
const askAt = (host: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; location: string | undefined; text: string }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    httpRequest({ port, host: '127.0.0.1', path, headers: { ...headers, host } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, location: response.headers.location, text }));
    })
      .on('error', reject)
      .end();
  });

describe('the server entrance', () => {
  it('answers an endpoint with its parameters, and with every API header', async () => {
    const response = await ask('/carts/a%20b');
    expect(await response.json()).toEqual({ id: 'a b', url: '/carts/a%20b' });
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(response.headers.get('strict-transport-security')).toContain('max-age=');
  });

  it('never takes the request id of the caller for its own', async () => {
    const response = await ask('/carts/1', { headers: { 'x-request-id': 'mine' } });
    expect(response.headers.get('x-request-id')).not.toBe('mine');
  });

  it('reads bodies', async () => expect(await (await ask('/carts', { method: 'POST', body: 'x'.repeat(70_000) })).json()).toEqual({ length: 70_000 }));

  it('answers HEAD as GET without a body', async () => {
    const response = await ask('/carts/1', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('answers a wrong method with 405 and Allow, in the words of the wire', async () => {
    const response = await ask('/carts/1', { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await response.json()).toMatchObject({ type: 'invalid_request', code: 'method_not_allowed' });
  });

  it('answers OPTIONS with Allow', async () => {
    const response = await ask('/carts', { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'OPTIONS, POST']);
  });

  it.each(['/carts/1/2', '/checkout_sessions/1', '/carts/%E0%A4%A', '/m/some-shop/carts/1/2'])('answers %s with the 404 of its wire', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: 'invalid_request', code: 'not_found' });
  });

  describe('compresses', () => {
    /** As it travels: fetch would unpack it. */
    const rawAnswer = (of: string, headers: Record<string, string>, method = 'GET') =>
      new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
        const { port } = server.address() as AddressInfo;
        httpRequest({ port, host: '127.0.0.1', path: `/health/large?of=${encodeURIComponent(of)}`, method, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
        })
          .on('error', reject)
          .end();
      });
    const unpack = { gzip: gunzipSync, br: brotliDecompressSync } as const;

    it.each([['gzip', 'gzip'], ['br', 'gzip, deflate, br'], ['gzip', 'br;q=0.1, gzip']] as const)('by %s for a client that accepts %s', async (encoding, accepted) => {
      for (const type of ['application/json', 'application/problem+json;charset=utf-8', 'application/ld+json', 'text/plain', 'text/html', 'image/svg+xml']) {
        const { headers, body } = await rawAnswer(`${type} 1024`, { 'accept-encoding': accepted });
        expect(headers, type).toMatchObject({ 'content-encoding': encoding, vary: 'accept, Accept-Encoding', etag: 'W/"one"', 'content-type': type });
        expect(unpack[encoding](body).toString()).toBe('x'.repeat(1024));
        expect(body.length).toBeLessThan(200);
      }
    });

    it.each([
      ['a small answer', 'application/json 1023', {}], ['an event stream', 'text/event-stream 5000', {}], ['a picture', 'image/png 5000', {}],
      ['for a proxy that says so', 'application/json 5000', { via: '1.1 edge' }], ['what a cookie asked for', 'application/json 5000', { cookie: 'a=b' }],
      ['for a client that accepts nothing', 'application/json 5000', { 'accept-encoding': 'identity' }],
    ])('not %s', async (_name, of, headers) => {
      const answer = await rawAnswer(of, { 'accept-encoding': 'gzip, br', ...headers });
      expect(answer.headers['content-encoding']).toBeUndefined();
      expect(answer.body.length).toBe(Number(of.split(' ')[1]));
    });

    it('and says to caches that it would, in answer to HEAD and to who accepts nothing', async () => {
      for (const [method, accepted] of [['GET', undefined], ['HEAD', 'gzip']] as const) {
        const { headers } = await rawAnswer('application/json 5000', accepted === undefined ? {} : { 'accept-encoding': accepted }, method);
        expect(headers).toMatchObject({ vary: 'accept, Accept-Encoding', etag: 'W/"one"', 'content-length': '5000' });
        expect(headers['content-encoding']).toBeUndefined();
      }
    });
  });

  it('takes /m/{handle} off the path', async () => expect(await (await ask('/m/some-shop/carts/7?x=1')).json()).toEqual({ id: '7', url: '/carts/7' }));

  it('does not know what only tests may have, outside of the test flag', async () => {
    expect((await ask('/testing/agents', { method: 'POST' })).status).toBe(404);
    expect((await ask('/testing/agents', { method: 'OPTIONS' })).status).toBe(404);
  });

  it('leaves pages to Next, their address as it came', async () => {
    const { text } = await askAt('shop.example', '/wallet?tab=1');
    expect(JSON.parse(text)).toMatchObject({ next: '/wallet?tab=1' });
  });

  it.each(['127.0.0.1:3000', '127.8.8.8', '[::1]:3000'])('sends a page asked for on %s to the public host, never an endpoint', async (host) => {
    expect(await askAt(host, '/wallet?tab=1')).toMatchObject({ status: 307, location: 'https://shop.example/wallet?tab=1' });
    expect(await askAt(host, '/carts/1')).toMatchObject({ status: 200 });
    expect(await askAt(host, '/api/auth/csrf')).toMatchObject({ status: 200 });
    expect(await askAt(host, '/carts/1/2')).toMatchObject({ status: 404 });
  });

  it('hands Next the address of the client, and no word of the caller about it', async () => {
    const sent = { [CLIENT_ADDRESS_HEADER]: '6.6.6.6', [MERCHANT_PREFIX_HEADER]: 'evil', 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example' };
    const seen = JSON.parse((await askAt('shop.example', '/wallet', sent)).text) as { headers: Record<string, string>; raw: string[] };
    expect(seen.headers[CLIENT_ADDRESS_HEADER]).toBe('127.0.0.1');
    expect(JSON.stringify(seen)).not.toMatch(/6\.6\.6\.6|evil/);
  });

  it('refuses a request target that is no path', async () => {
    expect(await askAt('shop.example', 'http://evil.example/carts/1')).toMatchObject({ status: 400 });
  });

  // Last: it closes the server.
  it('finishes what is under way before it closes', async () => {
    const slow = ask('/health/slow');
    await slowUnderWay;
    const drained = inFlight.drain(server);
    const stillAnswers = await ask('/carts/1');
    expect([stillAnswers.status, stillAnswers.headers.get('connection')]).toEqual([200, 'close']);
    finishSlow();
    expect(await (await slow).json()).toEqual({ finished: true });
    await drained;
    await expect(ask('/carts/1')).rejects.toThrow();
  });
});
