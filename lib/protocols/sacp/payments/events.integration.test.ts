import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { suspendAgent } from '@/lib/agent';
import { runEndpointOn } from '@/lib/entrance/run';
import type { Ctx, PaymentChangesPort } from '@/lib/ports';
import { accessTokenOf } from '@/lib/testing/call-endpoint';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeAgent, makeShop, openCheckout, payWith, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { approveStepUp, expireApprovals, openStepUp, rejectStepUp, stopAgents } from '@/lib/wallet';
import { rowChanges } from '@/lib/providers/row-changes';
import { getStepUpEvents } from '../step-up';
import { getPaymentEvents } from './index';

let ctx: TestCtx;
let shop: Shop;
let owner: Owner;
const open: Stream[] = [];

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});
beforeEach(async () => {
  owner = await makeOwner(ctx);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((stream) => stream.close()));
});

type Stream = { readonly status: number; readonly headers: Headers; next(): Promise<Record<string, unknown> | 'end'>; close(): Promise<void> };

/** The events of a stream, one by one; comments are skipped. */
function read(response: Response): Stream {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const next = async (): Promise<Record<string, unknown> | 'end'> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        if (block.startsWith('data: ')) return JSON.parse(block.slice(6)) as Record<string, unknown>;
        continue;
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return 'end';
      text += decoder.decode(chunk.value);
    }
  };
  const stream = { status: response.status, headers: response.headers, next, close: async () => void (await reader?.cancel().catch(() => undefined)) };
  open.push(stream);
  return stream;
}

async function openStream(agent: TestAgent, paymentId: string, { method = 'GET', on = ctx }: { method?: string; on?: Ctx } = {}): Promise<Stream> {
  const request = new Request(`http://localhost:3000/api/agent/v1/payments/${paymentId}/events`, { method, headers: { authorization: `Bearer ${await accessTokenOf(ctx, agent.agentId)}` } });
  return read(await runEndpointOn(on, getPaymentEvents, request, { id: paymentId }, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null }));
}

const asOwner = async ({ agent }: Owner, approvalId: string, on: Ctx = ctx): Promise<Response> => {
  const principal = { kind: 'owner', userId: agent.userId, walletId: agent.walletId, sessionId: 'ses_test' } as const;
  return getStepUpEvents.handle({ ...on, requestId: 'req', clientAddress: '127.0.0.1', principal, merchant: null, merchantPrefix: null }, new Request('http://localhost:3000/'), { id: approvalId });
};

async function askOwner({ agent }: Owner) {
  const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]);
  const asked = await askFor(ctx, agent, checkout);
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  return { checkout, paymentId: asked.value.paymentId, query: { approvalId: asked.value.approvalId, walletId: agent.walletId } };
}

async function approve({ authenticator }: Owner, query: { approvalId: string; walletId: string }): Promise<void> {
  const opened = await openStepUp(ctx, query);
  if (!opened.ok) throw new Error(opened.error.code);
  expect(await approveStepUp(ctx, { ...query, assertion: authenticator.assert(opened.value.publicKey) })).toMatchObject({ ok: true });
}

describe('the stream of a payment', () => {
  it('tells what is so at once, each change as the poll would, and ends with the last', async () => {
    const { checkout, paymentId, query } = await askOwner(owner);
    const stream = await openStream(owner.agent, paymentId);
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await stream.next()).toMatchObject({ payment_id: paymentId, status: 'step_up_required', step_up_id: query.approvalId });
    await approve(owner, query);
    const approved = await stream.next();
    expect(approved).toMatchObject({ payment_id: paymentId, status: 'approved', payment_token: expect.stringMatching(/^vt_/) });
    await payWith(ctx, owner.agent, checkout, String(approved === 'end' ? '' : approved.payment_token));
    let last = await stream.next();
    if (last !== 'end' && last.status === 'approved') last = await stream.next(); // the token is spent, the order not yet placed
    expect(last).toMatchObject({ status: 'completed' });
    expect(await stream.next()).toBe('end');
  });

  it.each([
    ['declined', 'rejected', ({ query }: Awaited<ReturnType<typeof askOwner>>) => rejectStepUp(ctx, query)],
    ['stopped with all agents', 'voided', ({ query }: Awaited<ReturnType<typeof askOwner>>) => stopAgents(ctx, query.walletId)],
  ] as const)('that is %s reaches every stream of it', async (_name, status, end) => {
    const asked = await askOwner(owner);
    const [agents, owners] = [await openStream(owner.agent, asked.paymentId), read(await asOwner(owner, asked.query.approvalId))];
    expect([await agents.next(), await owners.next()]).toMatchObject([{ status: 'step_up_required' }, { id: asked.query.approvalId, status: 'pending' }]);
    await end(asked);
    expect(await owners.next()).toEqual({ id: asked.query.approvalId, status: status === 'rejected' ? 'rejected' : 'cancelled' });
    expect(await owners.next()).toBe('end');
    const told = await agents.next();
    // An agent that is paused reads nothing more.
    if (status === 'rejected') expect(told).toMatchObject({ status });
    expect(status === 'rejected' ? await agents.next() : told).toBe('end');
  });

  it('tells that its time is over', async () => {
    const { paymentId } = await askOwner(owner);
    const stream = await openStream(owner.agent, paymentId);
    expect(await stream.next()).toMatchObject({ status: 'step_up_required' });
    ctx.clock.advance(15 * 60);
    await expireApprovals(ctx);
    expect(await stream.next()).toMatchObject({ status: 'expired' });
    expect(await stream.next()).toBe('end');
  });

  it('of what is over already is one event', async () => {
    const { paymentId, query } = await askOwner(owner);
    await rejectStepUp(ctx, query);
    const stream = await openStream(owner.agent, paymentId);
    expect([await stream.next(), await stream.next()]).toMatchObject([{ status: 'rejected' }, 'end']);
  });

  it("is as unknown as none for another agent, of the same wallet too, and for another owner", async () => {
    const { paymentId, query } = await askOwner(owner);
    const other = await makeAgent(ctx, { wallet: owner.agent });
    expect((await openStream(other, paymentId)).status).toBe(404);
    expect((await openStream(owner.agent, 'pay_none')).status).toBe(404);
    expect((await asOwner(await makeOwner(ctx), query.approvalId)).status).toBe(404);
  });

  it('is refused to an agent that is paused', async () => {
    const { paymentId } = await askOwner(owner);
    await suspendAgent(ctx, owner.agent);
    expect((await openStream(owner.agent, paymentId)).status).toBe(403);
  });

  it('answers HEAD with the headers alone, and holds nothing open', async () => {
    const { paymentId } = await askOwner(owner);
    for (let count = 0; count < 8; count++) {
      const head = await openStream(owner.agent, paymentId, { method: 'HEAD' });
      expect([head.status, await head.next()]).toEqual([200, 'end']);
    }
  });
});

describe('a storm of streams', () => {
  it('is bounded for each agent, beside the others, and a closed one is free again', async () => {
    const { paymentId } = await askOwner(owner);
    const streams = await Promise.all(Array.from({ length: 8 }, () => openStream(owner.agent, paymentId)));
    const refused = streams.filter(({ status }) => status !== 200);
    expect(refused.map(({ status }) => status)).toEqual([429, 429, 429]);
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    const other = await makeOwner(ctx);
    expect((await openStream(other.agent, (await askOwner(other)).paymentId)).status).toBe(200);
    await streams.find(({ status }) => status === 200)?.close();
    expect((await openStream(owner.agent, paymentId)).status).toBe(200);
    expect((await openStream(owner.agent, paymentId)).status).toBe(429);
  });

  it('is bounded for each owner', async () => {
    const { query } = await askOwner(owner);
    for (let count = 0; count < 10; count++) expect(read(await asOwner(owner, query.approvalId)).status).toBe(200);
    await expect(asOwner(owner, query.approvalId)).rejects.toMatchObject({ failure: { status: 429 } });
  });

  it('takes one connection of this process, and none once all are closed', async () => {
    const { paymentId, query } = await askOwner(owner);
    const client = new pg.Client({ connectionString: ctx.ownerUrl });
    await client.connect();
    const listening = async () =>
      (await client.query<{ count: number }>(`select count(*)::int as count from pg_stat_activity where datname = current_database() and query = 'listen payment'`)).rows[0]?.count;
    const streams = [await openStream(owner.agent, paymentId), await openStream(owner.agent, paymentId), read(await asOwner(owner, query.approvalId))];
    await Promise.all(streams.map((stream) => stream.next()));
    await expect.poll(listening).toBe(1);
    await Promise.all(streams.map((stream) => stream.close()));
    await expect.poll(listening).toBe(0);
    await client.end();
  });

  it('reads a payment when that payment moved, and not when others do', async () => {
    let reads = 0;
    const hub = rowChanges(ctx.pool, 'payment');
    const counting: PaymentChangesPort = { watch: (id, onChange) => hub.watch(id, () => (reads++, onChange())) };
    const on = { ...ctx, ports: { ...ctx.ports, paymentChanges: counting } };
    const { paymentId, query } = await askOwner(owner);
    const stream = await openStream(owner.agent, paymentId, { on });
    await stream.next();
    await expect.poll(() => reads).toBe(1); // listening began
    const other = await makeOwner(ctx);
    await rejectStepUp(ctx, (await askOwner(other)).query);
    await rejectStepUp(ctx, query);
    expect(await stream.next()).toMatchObject({ status: 'rejected' });
    expect(reads).toBe(2);
  });
});
