import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { logContext } from '@/lib/log';
import { Unavailable } from '@/lib/ports';
import { createClient, PATIENCE, type Patience, type ServiceClient } from './client';

type Handler = (response: ServerResponse, request: IncomingMessage) => void;

const HASTY: Patience = { ...PATIENCE, connectMs: 500, tryMs: 500, totalMs: 3_000, pauseMs: 1, maxPauseMs: 2, brokenAfter: 100, restMs: 10_000 };
const Answer = z.object({ value: z.int() });

let server: Server;
let handlers: Handler[];
let requests: IncomingMessage[];

const ok: Handler = (response) => response.end('{"value":1}');
const status = (code: number, body = ''): Handler => (response) => response.writeHead(code).end(body);
const cut: Handler = (response) => void response.destroy();
const silent: Handler = () => undefined;

/** The last of them answers whatever else comes. */
const answering = (...next: Handler[]): void => void (handlers = next);
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`;
const client = (patience: Partial<Patience> = {}): ServiceClient => createClient({ name: 'tax', url: url(), token: 'abc' }, { ...HASTY, ...patience });

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    const handle = handlers.length > 1 ? handlers.shift() : handlers[0];
    request.resume().on('end', () => handle?.(response, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => {
  requests = [];
});

afterEach(() => {
  vi.useRealTimers();
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('what is tried again', () => {
  it.each<[string, Handler]>([
    ['500', status(500)],
    ['503', status(503, '{"value":1}')],
    ['429', status(429)],
    ['408', status(408)],
    ['425', status(425)],
    ['a cut line', cut],
    ['garbage', (response) => response.end('<html>')],
    ['an answer of another shape', (response) => response.end('{"value":"one"}')],
    ['a redirect', (response) => response.writeHead(302, { location: url() }).end()],
    ['too long an answer', (response) => response.end(JSON.stringify({ value: 1, more: 'x'.repeat(300_000) }))],
  ])('%s', async (_name, fault) => {
    answering(fault, ok);
    expect(await client().get('/x', Answer)).toEqual({ ok: true, value: { value: 1 } });
    expect(requests).toHaveLength(2);
  });

  it('silence, after the time of one try', async () => {
    answering(silent, ok);
    expect(await client({ tryMs: 50 }).get('/x', Answer)).toEqual({ ok: true, value: { value: 1 } });
  });

  it('at most three times', async () => {
    answering(status(500));
    await expect(client().get('/x', Answer)).rejects.toThrow(Unavailable);
    expect(requests).toHaveLength(4);
  });

  it('no longer than the time of all tries', async () => {
    answering(silent);
    const begun = performance.now();
    await expect(client({ tryMs: 10_000, totalMs: 100 }).get('/x', Answer)).rejects.toThrow(Unavailable);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

it.each([400, 401, 404, 409, 422])('%i is an answer, not asked for again', async (code) => {
  answering(status(code, '{"code":"no_such","left_minor":5}'));
  expect(await client().post('/x', {}, Answer)).toEqual({ ok: false, error: { code: 'refused', status: code, reason: 'no_such', left: 5n } });
  expect(requests).toHaveLength(1);
});

it('tries under one idempotency key, with the token and the id of the request', async () => {
  answering(status(500), cut, ok);
  await logContext.run({ requestId: 'req_1' }, () => client().post('/pay', { a: 1 }, Answer, 'key-1'));
  expect(requests).toHaveLength(3);
  for (const { headers, url: path } of requests) {
    expect(headers).toMatchObject({ 'idempotency-key': 'key-1', authorization: 'Bearer abc', 'x-request-id': 'req_1', 'content-type': 'application/json' });
    expect(path).toBe('/base/pay');
  }
});

it('takes one answer where two come, and no later call takes the other', async () => {
  const twice: Handler = (response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"value":1}HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"value":2}');
  answering(twice, (response) => response.end('{"value":3}'));
  const one = client();
  expect(await one.get('/x', Answer)).toMatchObject({ value: { value: 1 } });
  expect(await one.get('/x', Answer)).toMatchObject({ value: { value: 3 } });
});

it('tells nobody where the service is nor what it said', async () => {
  answering(status(500, 'secret'));
  const error = await client().get('/x', Answer).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: 'The tax service does not answer. Send the same request again.' });
});

describe('a service that failed too often in a row', () => {
  it('is not asked for a while; then one call decides', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const broken = client({ retries: 0, brokenAfter: 3 });
    answering(status(500));
    for (let count = 0; count < 5; count++) await expect(broken.get('/x', Answer)).rejects.toThrow(Unavailable);
    expect(requests).toHaveLength(3);

    vi.setSystemTime(Date.now() + HASTY.restMs + 1);
    await expect(broken.get('/x', Answer)).rejects.toThrow(Unavailable);
    await expect(broken.get('/x', Answer)).rejects.toThrow(Unavailable);
    expect(requests).toHaveLength(4);

    vi.setSystemTime(Date.now() + HASTY.restMs + 1);
    answering(ok);
    expect(await broken.get('/x', Answer)).toMatchObject({ ok: true });
    expect(await broken.get('/x', Answer)).toMatchObject({ ok: true });
    expect(requests).toHaveLength(6);
  });

  it('is asked on while it refuses: a refusal is an answer', async () => {
    answering(status(422));
    const refusing = client({ brokenAfter: 3 });
    for (let count = 0; count < 6; count++) expect(await refusing.get('/x', Answer)).toMatchObject({ ok: false });
    expect(requests).toHaveLength(6);
  });
});
