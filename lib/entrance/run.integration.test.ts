import { beforeEach, describe, expect, it, vi } from 'vitest';
import { authenticate } from '@/lib/auth';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import { logContext } from '@/lib/log';
import type { Log } from '@/lib/ports';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { runEndpointOn } from './run';

vi.mock('@/lib/auth', async (original) => ({ ...(await original<typeof import('@/lib/auth')>()), authenticate: vi.fn() }));

type Line = { level: 'info' | 'warn' | 'error'; detail: Record<string, unknown>; message: string };

const agent: Principal = { kind: 'agent', agentId: 'agent_1', clientId: 'agent_2', walletId: 'wal_1', scopes: ['browse_products'], tokenId: 'tok_1' };
const meta = { requestId: 'req_1', clientAddress: '203.0.113.9', merchantPrefix: null };

let ctx: TestCtx;
let lines: Line[];

beforeEach(async () => {
  lines = [];
  const write = (level: Line['level']) => (detail: object, message: string) => void lines.push({ level, detail: { ...detail }, message });
  const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };
  ctx = await testCtx({ ports: {}, log });
  vi.mocked(authenticate).mockResolvedValue({ kind: 'anonymous' });
});

const declare = (more: Partial<Endpoint>): Endpoint =>
  endpoint({
    method: 'POST',
    path: '/api/agent/v1/things/[id]',
    wire: 'sacp',
    credentials: ['agent_token'],
    scope: null,
    tenant: 'none',
    handle: () => Promise.resolve(Response.json({ done: true })),
    ...more,
  });

const run = (more: Partial<Endpoint>, { params = {}, headers = {} }: { params?: Record<string, string>; headers?: Record<string, string> } = {}) =>
  runEndpointOn(ctx, declare(more), new Request('http://localhost:3000/api/agent/v1/things/secret-id', { method: 'POST', headers }), params, meta);

const never = () => {
  throw new Error('the handler ran');
};

describe('runEndpoint', () => {
  it('gives the handler the call: principal, address, request id', async () => {
    vi.mocked(authenticate).mockResolvedValue(agent);
    const response = await run({ handle: (call) => Promise.resolve(Response.json([call.principal.kind, call.clientAddress, call.requestId, logContext.getStore()?.requestId])) });
    expect(await response.json()).toEqual(['agent', '203.0.113.9', 'req_1', 'req_1']);
  });

  it('renders a failure in the words of the wire', async () => {
    const response = await run({ handle: () => Promise.reject(fail(409, 'invalid_request', 'No.', { param: '$.id' })) });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: 'invalid_request', message: 'No.', param: '$.id' });
  });

  it('answers 500 without detail for a fault of ours, and logs all of it', async () => {
    const response = await run({ handle: () => Promise.reject(new Error('relation "secret_table" does not exist')) });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret_table');
    expect(lines.find(({ level }) => level === 'error')?.detail.err).toMatchObject({ message: 'relation "secret_table" does not exist' });
  });

  it('answers 400 for text that PostgreSQL cannot store', async () => {
    const store = () => ctx.db.query({ name: 'test.nul', text: 'select $1::text', values: ['a\0b'] }).then(() => new Response());
    expect((await run({ handle: store })).status).toBe(400);
  });

  it('finds nothing under a parameter with a NUL, before any handler', async () => {
    expect((await run({ handle: never }, { params: { id: 'a\0b' } })).status).toBe(404);
  });

  it('refuses an agent without the permission, and names it', async () => {
    vi.mocked(authenticate).mockResolvedValue(agent);
    const response = await run({ scope: 'initiate_purchase', handle: never });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: 'insufficient_scope', scope: 'initiate_purchase' });
    expect((await run({ scope: 'browse_products' })).status).toBe(200);
  });

  it('runs no handler when the credential is refused', async () => {
    vi.mocked(authenticate).mockRejectedValue(fail(401, 'unauthorized', 'Who?'));
    expect((await run({ handle: never })).status).toBe(401);
  });

  it('hides what only tests may have outside of the test flag', async () => {
    ctx = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    expect((await run({ testOnly: true, handle: never })).status).toBe(404);
  });

  it('limits the rate of a credential, and says when to come again', async () => {
    ctx = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    vi.mocked(authenticate).mockResolvedValue({ ...agent, agentId: 'agent_in_a_hurry' });
    const responses = await Promise.all(Array.from({ length: 1001 }, () => run({})));
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
  });

  it('writes one line for each call: the route, never the path, and who called, never with what', async () => {
    vi.mocked(authenticate).mockResolvedValue(agent);
    await run({}, { headers: { authorization: 'Bearer top-secret', 'x-request-id': 'caller-7' } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info',
      detail: { method: 'POST', route: '/api/agent/v1/things/[id]', status: 200, principal: 'agent', callerRequestId: 'caller-7' },
    });
    expect(JSON.stringify(lines)).not.toMatch(/secret/);
  });

  it('does not log a request id of the caller that could break a line', async () => {
    await run({}, { headers: { 'request-id': `${'x'.repeat(101)}` } });
    expect(lines[0]?.detail.callerRequestId).toBeUndefined();
  });
});
