import { createServer, type Server as Collector } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { accessToken, createCheckout, makeAgent } from './fixtures/api';
import { newDataDir, removeDataDir, startServer, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// What an operator sees of an installation that is more than one process: two servers on one data directory, the second traced.

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const Attributes = z.array(z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) }));
const Spans = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(z.looseObject({ name: z.string(), traceId: z.string(), attributes: Attributes })) })) })) });
const Inspected = z.object({ until: z.string().nullable(), messages: z.array(z.object({ wire: z.string(), route: z.string(), request_id: z.string(), request_body: z.string().nullable() })) });

let dataDir: string;
let collector: Collector;
let exported: string[];
let pair: readonly [Server, Server];

test.beforeAll(async () => {
  dataDir = newDataDir();
  exported = [];
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      exported.push(Buffer.concat(chunks).toString('utf8'));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve));
  const first = await startServer({ dataDir });
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` };
  pair = [first, await startServer({ dataDir, publicOrigin: first.baseUrl, env })];
});

test.afterAll(async () => {
  await Promise.all(pair.map((server) => server.stop()));
  collector.close();
  await removeDataDir(dataDir);
});

test('the inspector, switched on at one process, shows what the other was asked', async () => {
  const [first, second] = pair;
  const headers = { authorization: `Bearer ${first.demo.operator.apiKey}`, 'content-type': 'application/json' };
  const inspector = (init?: { method: string; body: string }) => fetch(`${first.baseUrl}/api/v1/ops/inspector?wire=acp`, { headers, ...init }).then(async (answer) => z.unknown().parse(await answer.json()));
  await inspector({ method: 'PUT', body: '{"minutes":10}' });
  const token = await accessToken(second.baseUrl, await makeAgent(first));
  await expect(async () => {
    await createCheckout(second.baseUrl, token);
    const { messages } = Inspected.parse(await inspector());
    expect(messages.map(({ route }) => route)).toContain('/checkout_sessions');
    expect(JSON.parse(messages[0]?.request_body ?? '')).toMatchObject({ buyer: '[redacted]', line_items: [{ id: 'birch-soap', quantity: 1 }] });
  }).toPass({ timeout: 30_000 });
  await inspector({ method: 'PUT', body: '{"minutes":0}' });
});

test('a traced process tells its collector of calls and pages, without their ids and queries, and ends in order', async () => {
  const [first, second] = pair;
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  await fetch(`${second.baseUrl}/v1/merchants/au-comptoir-a-patons/info?hidden=hidden-7f3a`, { headers });
  await fetch(`${second.baseUrl}/sign-in?callbackUrl=/hidden-7f3a`, { headers });
  expect(await second.stop()).toEqual({ status: 0, signal: null });
  const spans = exported.flatMap((body) => Spans.parse(JSON.parse(body)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: each }) => each)));
  const ofCaller = spans.filter((span) => span.traceId === traceId).map(({ name }) => name);
  expect(ofCaller).toEqual(expect.arrayContaining(['GET /v1/merchants/[handle]/info', 'GET /sign-in']));
  expect(spans.map(({ name }) => name)).toContain('transaction');
  expect(exported.join()).not.toContain('hidden-7f3a');
  expect(first.output(), 'and the other process has none').not.toContain('tracing');
});
