import { beforeAll, describe, expect, it } from 'vitest';
import { runEndpointOn } from '@/lib/entrance/run';
import { emit } from '@/lib/ports';
import { getOrders } from '@/lib/protocols/sacp/orders';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { askFor, makeAgent, makeShop, openCheckout, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { rejectStepUp } from '@/lib/wallet';
import { getMetrics } from './index';

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  agent = await makeAgent(ctx);
});

const get = (path = '/metrics', accept = '*/*'): Promise<Response> =>
  runEndpointOn(ctx, getMetrics, new Request(`http://localhost:3000${path}`, { headers: { accept } }), {}, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null });

/** Each line's figure by its name and labels. */
async function figures(): Promise<Map<string, number>> {
  const response = await get();
  expect(response.status).toBe(200);
  return new Map((await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}
const grown = (before: Map<string, number>, after: Map<string, number>, name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);

describe('GET /metrics', () => {
  it('is text for Prometheus, and JSON for whoever asks for it', async () => {
    expect((await get('/metrics', 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1')).headers.get('content-type')).toMatch(/^text\/plain/);
    const json = await get('/metrics', 'application/json');
    expect(json.headers.get('content-type')).toBe('application/json');
    const { http_requests_total: requests, http_errors_total: errors } = (await json.json()) as Record<string, number>;
    await callEndpoint(ctx, getOrders, {}); // 401
    expect(await (await get('/metrics', 'application/json')).json()).toEqual({ http_requests_total: (requests ?? 0) + 2, http_errors_total: (errors ?? 0) + 1 });
  });

  it('counts answers by wire, route and status, and never by an id', async () => {
    const before = await figures();
    await callEndpoint(ctx, getOrders, {});
    const after = await figures();
    expect(grown(before, after, 'countersign_http_requests_total{wire="sacp",method="GET",route="/api/agent/v1/orders",status="401"}')).toBe(1);
    expect(grown(before, after, 'countersign_http_errors_total{wire="sacp",method="GET",route="/api/agent/v1/orders"}')).toBe(1);
    expect(grown(before, after, 'countersign_http_request_duration_seconds_count{wire="platform",method="GET",route="/metrics"}')).toBe(1);
    expect([...after.keys()].filter((name) => name.startsWith('countersign_') && /[0-9a-f]{8}-|"(co|pay|ord)_/.test(name))).toEqual([]);
  });

  it('counts what became of requests to pay, and how long a person took', async () => {
    const before = await figures();
    await askFor(ctx, agent, await openCheckout(ctx, shop, agent));
    const waits = await askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]));
    if (!waits.ok || waits.value.kind !== 'step_up') throw new Error('it is above the limit');
    ctx.clock.advance(45);
    await rejectStepUp(ctx, { approvalId: waits.value.approvalId, walletId: agent.walletId });
    const after = await figures();
    expect(grown(before, after, 'countersign_payment_decisions_total{outcome="allow",rule="none"}')).toBe(1);
    expect(grown(before, after, 'countersign_payment_decisions_total{outcome="ask",rule="per_transaction"}')).toBe(1);
    expect(grown(before, after, 'countersign_step_up_duration_seconds_bucket{le="30",outcome="rejected"}')).toBe(0);
    expect(grown(before, after, 'countersign_step_up_duration_seconds_bucket{le="60",outcome="rejected"}')).toBe(1);
  });

  it('tells what waits in the outbox, how long, and what is dead', async () => {
    const before = await figures();
    await emit(ctx, { topic: 'mail.send', aggregateId: 'mail:metrics', tenantId: 'w', payload: {} });
    ctx.clock.advance(120);
    const waiting = await figures();
    expect(grown(before, waiting, 'countersign_outbox_waiting')).toBe(1);
    expect(waiting.get('countersign_outbox_oldest_seconds')).toBeGreaterThanOrEqual(120);
    await ctx.pool.query(`update outbox_event set dead_at = now() where aggregate_id = 'mail:metrics'`);
    const after = await figures();
    expect(grown(waiting, after, 'countersign_outbox_waiting')).toBe(-1);
    expect(grown(waiting, after, 'countersign_outbox_dead')).toBe(1);
  });
});
