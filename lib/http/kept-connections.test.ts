import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchOutbound, type OutboundRequest } from './outbound';

// What a name resolves to is the one thing that is arranged here: the guard, the connections and the servers are real.
vi.mock('node:dns/promises', () => ({ lookup: vi.fn() }));
const resolvesTo = (...addresses: string[]) => vi.mocked(lookup).mockResolvedValue(addresses.map((address) => ({ address, family: 4 })) as never);

const options: OutboundRequest = { method: 'POST', body: 'hello', timeoutMs: 4_000, maxBytes: 1000, allowLoopbackHttp: true, keepConnections: true };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Hears on an address of this machine, and never closes a connection that waits. */
async function serve(listener: RequestListener, { address = '127.0.0.1', port = 0 } = {}): Promise<{ port: number; sockets: Socket[]; asked: Socket[] }> {
  const [sockets, asked]: [Socket[], Socket[]] = [[], []];
  const server = createServer((request: IncomingMessage, response) => {
    asked.push(request.socket);
    request.resume().on('end', () => listener(request, response));
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => sockets.push(socket));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return { port: (server.address() as AddressInfo).port, sockets, asked };
}

/** A connection is free again a turn after its answer was read. */
async function ask(url: string): ReturnType<typeof fetchOutbound> {
  const answer = await fetchOutbound(url, options);
  await setImmediate();
  return answer;
}

const takes: RequestListener = (_request, response) => response.end('thanks');

describe('a kept connection', () => {
  it('carries the next request to the same URL', async () => {
    resolvesTo('127.0.0.1');
    const { port, sockets, asked } = await serve(takes);
    for (let n = 0; n < 3; n++) expect(await ask(`http://receiver.test:${port}/hooks`)).toMatchObject({ ok: true, value: { status: 200, text: 'thanks' } });
    expect([sockets.length, asked.length]).toEqual([1, 3]);
  });

  it('carries none to another URL of the same server', async () => {
    resolvesTo('127.0.0.1');
    const { port, sockets } = await serve(takes);
    for (const path of ['one', 'two']) await fetchOutbound(`http://receiver.test:${port}/${path}`, options);
    expect(sockets).toHaveLength(2);
  });

  it('is not there unless it is asked for', async () => {
    resolvesTo('127.0.0.1');
    const { port, sockets } = await serve(takes);
    for (let n = 0; n < 2; n++) await fetchOutbound(`http://receiver.test:${port}/hooks`, { ...options, keepConnections: false });
    expect(sockets).toHaveLength(2);
  });

  it.each([
    ['a private address', ['10.1.2.3']],
    ['a private address beside its own', ['127.0.0.1', '10.1.2.3']],
    ['cloud metadata', ['169.254.169.254']],
    ['a public address over http', ['1.1.1.1']],
  ])('carries nothing once the name resolves to %s', async (_name, addresses) => {
    resolvesTo('127.0.0.1');
    const { port, asked } = await serve(takes);
    const url = `http://receiver.test:${port}/hooks`;
    await fetchOutbound(url, options);
    resolvesTo(...addresses);
    expect(await fetchOutbound(url, options)).toEqual({ ok: false, error: { code: 'forbidden_address' } });
    expect(asked).toHaveLength(1);
  });

  it('carries nothing for a caller that may not ask loopback', async () => {
    resolvesTo('127.0.0.1');
    const { port, asked } = await serve(takes);
    const url = `http://receiver.test:${port}/hooks`;
    await fetchOutbound(url, options);
    expect(await fetchOutbound(url, { ...options, allowLoopbackHttp: false })).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
  });

  it('is closed when the name has moved to another address, which is asked instead', async () => {
    resolvesTo('127.0.0.1');
    const before = await serve(takes);
    const after = await serve(takes, { address: '127.0.0.2', port: before.port });
    const url = `http://receiver.test:${before.port}/hooks`;
    await fetchOutbound(url, options);
    const closed = once(before.sockets[0] as Socket, 'close');
    resolvesTo('127.0.0.2');
    await fetchOutbound(url, options);
    await closed;
    expect([before.asked.length, after.asked.length]).toEqual([1, 1]);
  });

  it('is closed soon when nothing more is sent, as to an endpoint that was deleted', { timeout: 10_000 }, async () => {
    resolvesTo('127.0.0.1');
    const { port, sockets } = await serve(takes);
    await fetchOutbound(`http://receiver.test:${port}/hooks`, options);
    await once(sockets[0] as Socket, 'close');
    expect(sockets).toHaveLength(1);
  });

  it('that was closed under a request costs no request: it goes once more, over a new one', async () => {
    resolvesTo('127.0.0.1');
    const { port, sockets, asked } = await serve((request, response) => (asked.length === 2 ? request.socket.destroy() : response.end('thanks')));
    const url = `http://receiver.test:${port}/hooks`;
    await ask(url);
    expect(await ask(url)).toMatchObject({ ok: true, value: { text: 'thanks' } });
    expect([sockets.length, asked.length]).toEqual([2, 3]);
    expect(asked[1]).toBe(asked[0]);
  });

  it('is never the first: a server that closes without an answer is asked once, and one that always does twice', async () => {
    resolvesTo('127.0.0.1');
    let answering = false;
    const { port, asked } = await serve((request, response) => (answering ? response.end('thanks') : request.socket.destroy()));
    const url = `http://receiver.test:${port}/hooks`;
    expect(await fetchOutbound(url, options)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(asked).toHaveLength(1);
    answering = true;
    await fetchOutbound(url, options);
    answering = false;
    expect(await fetchOutbound(url, options)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['a redirect', (response: Parameters<RequestListener>[1]) => response.writeHead(302, { location: '/elsewhere' }).write('x'), 'redirected'],
    ['an answer that is too large', (response: Parameters<RequestListener>[1]) => response.write('x'.repeat(1001)), 'too_large'],
    ['an answer that does not end in time', (response: Parameters<RequestListener>[1]) => response.write('x'), 'timed_out'],
  ])('is closed after %s, so that what is left of it is taken for no other', async (_name, answer, code) => {
    resolvesTo('127.0.0.1');
    const { port, sockets } = await serve((_request, response) => void answer(response));
    const url = `http://receiver.test:${port}/hooks`;
    expect(await fetchOutbound(url, { ...options, timeoutMs: 300 })).toEqual({ ok: false, error: { code } });
    if (!sockets[0]?.destroyed) await once(sockets[0] as Socket, 'close');
  });

  it('takes no second answer for one that nobody asked for', async () => {
    resolvesTo('127.0.0.1');
    const { port, sockets } = await serve((request, response) => {
      response.end('thanks', () => request.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged'));
    });
    const url = `http://receiver.test:${port}/hooks`;
    for (let n = 0; n < 2; n++) {
      expect(await fetchOutbound(url, options)).toMatchObject({ ok: true, value: { text: 'thanks' } });
      if (!sockets[n]?.destroyed) await once(sockets[n] as Socket, 'close');
    }
    expect(sockets).toHaveLength(2);
  });
});
