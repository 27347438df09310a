import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchOutbound, type OutboundRequest } from './outbound';
import { addressKind } from './outbound-address';

const options: OutboundRequest = { method: 'GET', timeoutMs: 2000, maxBytes: 1000, allowLoopbackHttp: false };
const testOptions: OutboundRequest = { ...options, allowLoopbackHttp: true };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('addressKind', () => {
  it.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111'])('%s is public', (address) => expect(addressKind(address)).toBe('public'));
  it.each(['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'])('%s is loopback', (address) => expect(addressKind(address)).toBe('loopback'));
  it.each([
    '0.0.0.0', '10.0.0.1', '100.64.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1', '192.0.0.8', '192.0.2.1', '198.18.0.1', '224.0.0.1', '240.0.0.1',
    '255.255.255.255', '::', '::7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '64:ff9b::a00:1', '64:ff9b:1::a00:1', '2001:db8::1', '2002:a00:1::',
    'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '4000::1', 'not-an-address',
  ])('%s is special', (address) => expect(addressKind(address)).toBe('special'));
});

describe('fetchOutbound refuses', () => {
  it.each([
    ['a URL that is none', 'not a url', 'invalid_url'],
    ['http', 'http://example.com/', 'not_https'],
    ['http to loopback without the test flag', 'http://127.0.0.1/', 'not_https'],
    ['another scheme', 'file:///etc/passwd', 'not_https'],
    ['credentials in the URL', 'https://user:secret@example.com/', 'credentials_in_url'],
    ['loopback', 'https://127.0.0.1/', 'forbidden_address'],
    ['a decimal host', 'https://2130706433/', 'forbidden_address'],
    ['an octal host', 'https://0177.0.0.1/', 'forbidden_address'],
    ['a hexadecimal host', 'https://0x7f.1/', 'forbidden_address'],
    ['IPv6 loopback', 'https://[::1]/', 'forbidden_address'],
    ['IPv4 loopback mapped into IPv6', 'https://[::ffff:127.0.0.1]/', 'forbidden_address'],
    ['cloud metadata', 'https://169.254.169.254/latest/meta-data/', 'forbidden_address'],
    ['a private network', 'https://10.1.2.3/', 'forbidden_address'],
    ['a name that resolves to loopback', 'https://localhost/', 'forbidden_address'],
  ])('%s', async (_name, url, code) => expect(await fetchOutbound(url, options)).toEqual({ ok: false, error: { code } }));

  it.each([
    ['a private address over http', 'http://10.1.2.3/', 'forbidden_address'],
    ['cloud metadata over http', 'http://169.254.169.254/', 'forbidden_address'],
    ['a public address over http', 'http://1.1.1.1/', 'forbidden_address'],
  ])('%s, under the test flag too', async (_name, url, code) => expect(await fetchOutbound(url, testOptions)).toEqual({ ok: false, error: { code } }));

  it('a redirect, without following it', async () => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await fetchOutbound(`http://127.0.0.1:${port}/start`, testOptions)).toEqual({ ok: false, error: { code: 'redirected' } });
    expect(asked).toEqual(['/start']);
  });

  it('a body larger than allowed, with or without a length', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/declared') response.end('x'.repeat(1001));
      else response.write('x'.repeat(600), () => response.end('x'.repeat(600)));
    });
    for (const path of ['declared', 'chunked']) {
      expect(await fetchOutbound(`http://127.0.0.1:${port}/${path}`, testOptions)).toEqual({ ok: false, error: { code: 'too_large' } });
    }
  });

  it('an answer that does not begin, and one that does not end, in time', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/slow-body') response.write('first');
    });
    for (const path of ['silent', 'slow-body']) {
      const answer = await fetchOutbound(`http://127.0.0.1:${port}/${path}`, { ...testOptions, timeoutMs: 100 });
      expect(answer).toEqual({ ok: false, error: { code: 'timed_out' } });
    }
  });

  it('a port where nobody listens, by saying so', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await fetchOutbound(`http://127.0.0.1:${port}/`, testOptions)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });
});

describe('fetchOutbound', () => {
  it('sends method, headers and body and answers status, headers and text', async () => {
    const port = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.writeHead(201, { 'x-seen': request.headers['x-mine'] ?? '' }).end(`${request.method}:${body}`));
    });
    const answer = await fetchOutbound(`http://127.0.0.1:${port}/`, { ...testOptions, method: 'POST', headers: { 'x-mine': 'yes' }, body: 'hello' });
    expect(answer).toMatchObject({ ok: true, value: { status: 201, text: 'POST:hello' } });
    expect(answer.ok && answer.value.headers.get('x-seen')).toBe('yes');
  });

  it('connects to the checked address of a name', async () => {
    const port = await serve((request, response) => response.end(request.headers.host));
    const answer = await fetchOutbound(`http://localhost:${port}/`, testOptions);
    expect(answer).toMatchObject({ ok: true, value: { text: `localhost:${port}` } });
  });

  it('takes a failure status for an answer', async () => {
    const port = await serve((_request, response) => response.writeHead(503).end('busy'));
    expect(await fetchOutbound(`http://127.0.0.1:${port}/`, testOptions)).toMatchObject({ ok: true, value: { status: 503, text: 'busy' } });
  });
});
