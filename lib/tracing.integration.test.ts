import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPageDb } from '@/lib/db';
import { fetchOutbound } from '@/lib/http/outbound';
import { endpoint } from '@/lib/http/endpoint';
import { traced, tracing } from '@/lib/kernel/tracing';
import { inTransaction } from '@/lib/ports';
import { getOverview } from '@/lib/protocols/orchestrator';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { silentLog, testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startTracing } from './tracing';

const Value = z.object({ stringValue: z.string().optional(), intValue: z.coerce.number().optional() }).transform(({ stringValue, intValue }) => stringValue ?? intValue);
const toObject = (attributes: readonly { key: string; value: string | number | undefined }[]): Record<string, string | number | undefined> => Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
const Attributes = z.array(z.object({ key: z.string(), value: Value })).transform(toObject);
const Span = z.object({
  traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), kind: z.int(), attributes: Attributes, status: z.object({ code: z.int().optional() }),
});
type Span = z.infer<typeof Span>;
/** ExportTraceServiceRequest of OTLP as JSON. */
const Export = z.object({ resourceSpans: z.array(z.object({ resource: z.object({ attributes: Attributes }), scopeSpans: z.array(z.object({ spans: z.array(Span) })) })) });

const [SERVER, CLIENT, ERROR] = [2, 3, 2];
const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

let ctx: TestCtx;
let server: Server;
let origin: string;
let exported: { headers: NodeJS.Dict<string | string[]>; body: z.infer<typeof Export> }[] = [];
let askedWith: NodeJS.Dict<string | string[]> = {};
let stop: (() => Promise<void>) | null = null;

/** A collector at /v1/traces, and beside it somebody whom we ask. */
beforeAll(async () => {
  ctx = await testCtx();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      if (request.url === '/v1/traces') exported.push({ headers: request.headers, body: Export.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))) });
      else askedWith = request.headers;
      response.writeHead(request.url?.startsWith('/gone') ? 410 : 200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await stop?.();
  stop = null;
  exported = [];
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const start = async (): Promise<void> => void (stop = await startTracing({ tracesUrl: `${origin}/v1/traces`, headers: { 'x-team': 'ops' }, serviceName: 'shop' }, silentLog));
/** Ends tracing, which sends what waits. */
async function ended(): Promise<Span[]> {
  await stop?.();
  stop = null;
  return exported.flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
}

const ask = (path: string) => fetchOutbound(`${origin}${path}`, { method: 'POST', body: '{"secret":"hidden"}', timeoutMs: 5_000, maxBytes: 1000, allowLoopbackHttp: true });
const busy = endpoint({
  method: 'POST', path: '/api/v1/things/[id]', wire: 'orchestrator', credentials: ['none'], scope: null, tenant: 'none',
  handle: async (own) => {
    await inTransaction(own, (tx) => tx.db.query({ name: 'test.one', text: 'select 1', values: [] }));
    await own.db.query({ name: 'test.two', text: 'select 2', values: [] });
    await createPageDb(ctx.pool, { walletId: 'wal_hidden' }).query({ name: 'test.three', text: 'select 3', values: [] });
    await ask('/hooks/hidden?token=hidden');
    return Response.json({});
  },
});
const broken = endpoint({ ...busy, handle: () => Promise.reject(new Error('hidden')) });

describe('tracing', () => {
  it('is off unless it is started: nothing is told, and no header is added', async () => {
    expect(tracing.current).toBeNull();
    await callEndpoint(ctx, busy, { params: { id: 'hidden' } });
    expect(askedWith.traceparent).toBeUndefined();
    expect(exported).toEqual([]);
  });

  it('has a span for the request, each transaction, each statement outside of one, and each call that goes out, all of the caller’s trace', async () => {
    await start();
    await callEndpoint(ctx, busy, { params: { id: 'hidden' }, query: '?token=hidden', headers: { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` } });
    const spans = await ended();
    const [request] = spans.filter(({ kind }) => kind === SERVER);
    expect(request).toMatchObject({
      name: 'POST /api/v1/things/[id]', traceId: CALLER.traceId, parentSpanId: CALLER.spanId,
      attributes: { 'http.request.method': 'POST', 'http.route': '/api/v1/things/[id]', 'http.response.status_code': 200, 'countersign.wire': 'orchestrator', 'countersign.request_id': 'req_test' },
    });
    const within = spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    expect(within.map(({ name }) => name)).toEqual(['transaction', 'test.two', 'page.test.three', 'POST']);
    const [out] = spans.filter(({ kind }) => kind === CLIENT);
    expect(out?.attributes).toEqual({ 'http.request.method': 'POST', 'server.address': '127.0.0.1', 'server.port': Number(new URL(origin).port), 'http.response.status_code': 200 });
    expect(askedWith.traceparent, 'passed on').toBe(`00-${CALLER.traceId}-${out?.spanId}-01`);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([CALLER.traceId]));
  });

  it('goes out as OTLP in JSON, under the name and with the headers that were set', async () => {
    await start();
    await callEndpoint(ctx, busy, {});
    await ended();
    expect(exported.map(({ headers }) => [headers['content-type'], headers['x-team']])).toEqual([['application/json', 'ops']]);
    expect(exported[0]?.body.resourceSpans[0]?.resource.attributes).toMatchObject({ 'service.name': 'shop' });
  });

  it('tells what failed by its status or its name, and nothing of what was asked', async () => {
    await start();
    expect((await callEndpoint(ctx, broken, { params: { id: 'hidden' }, body: { secret: 'hidden' } })).status).toBe(500);
    await ask('/gone?token=hidden');
    await expect(callEndpoint(ctx, { ...broken, handle: (own) => traced('work', {}, () => own.db.query({ name: 'test.fault', text: `select 'hidden'::int`, values: [] }).then(() => Response.json({}))) }, {})).resolves.toMatchObject({ status: 500 });
    const spans = await ended();
    const failed = spans.filter(({ status }) => status.code === ERROR).map(({ name, attributes }) => [name, attributes['error.type']]);
    expect(failed).toEqual([['POST /api/v1/things/[id]', '500'], ['POST', '410'], ['test.fault', 'error'], ['work', 'error'], ['POST /api/v1/things/[id]', '500']]);
    expect(JSON.stringify(exported.map(({ body }) => body))).not.toContain('hidden');
  });

  it('has nothing of work that no call began, and none of health and metrics', async () => {
    await start();
    await ctx.db.query({ name: 'test.poll', text: 'select 1', values: [] });
    await callEndpoint(ctx, { ...busy, wire: 'platform', handle: () => Promise.resolve(Response.json({})) }, {});
    expect(await ended()).toEqual([]);
  });

  it('loses spans, and no request, while the collector is away', async () => {
    stop = await startTracing({ tracesUrl: 'http://127.0.0.1:9/v1/traces', headers: {}, serviceName: 'shop' }, silentLog);
    expect((await callEndpoint(ctx, getOverview, {})).status).toBe(401);
    expect((await callEndpoint(ctx, busy, {})).status).toBe(200);
    await stop().catch(() => undefined);
    stop = null;
  });
});
