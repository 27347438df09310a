import { beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import { callEndpoint, type EndpointCall } from '@/lib/testing/call-endpoint';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { makeCounter, orderWithTicket } from '@/lib/testing/ticket';
import { openLink, postArrive, postCancel, postLink } from '.';

let ctx: TestCtx;
let counter: Awaited<ReturnType<typeof makeCounter>>;

beforeAll(async () => {
  ctx = await testCtx();
  counter = await makeCounter(ctx);
});

const PAGE = { origin: 'http://localhost:3000' };
const open = (id: string, key: string) => callEndpoint(ctx, openLink, { params: { id }, query: `?key=${key}` });
const ask = (endpoint: typeof postArrive, id: string, headers: EndpointCall['headers'] = {}) => callEndpoint(ctx, endpoint, { params: { id }, headers: { ...PAGE, ...headers } });

/** Asks for the link as the page does, and reads it out of the mail. */
async function mailedKey(orderId: string): Promise<string> {
  await ask(postLink, orderId);
  const rows = await ctx.db.query<{ text: string }>({ name: 'test.mail', text: `select payload->>'text' as text from outbox_event where aggregate_id = 'notices:' || $1 order by id desc`, values: [orderId] });
  return /pass\?key=(\S+)/.exec(rows[0]?.text ?? '')?.[1] ?? '';
}

async function openedOrder(): Promise<{ id: string; cookie: string }> {
  const id = await orderWithTicket(ctx, counter);
  const reply = await open(id, await mailedKey(id));
  return { id, cookie: reply.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

describe('the link of a mail', () => {
  it('puts the secret into a cookie of this order that no script reads, and leads to the page without it', async () => {
    const id = await orderWithTicket(ctx, counter);
    const reply = await open(id, await mailedKey(id));
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe(`/orders/${id}`);
    expect(reply.headers.get('set-cookie')).toMatch(new RegExp(`^order_pass=[\\w-]{43}; Path=/orders/${id}; Max-Age=\\d+; HttpOnly; SameSite=Lax$`));
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('of another order, or in parts, opens nothing', async () => {
    const [id, other] = [await orderWithTicket(ctx, counter), await orderWithTicket(ctx, counter)];
    for (const key of [await mailedKey(other), 'x', '']) {
      const reply = await open(id, key);
      expect([reply.status, reply.headers.get('location'), reply.headers.get('set-cookie')]).toEqual([303, `/orders/${id}?said=link_invalid`, null]);
    }
  });

  it.each([newUuid(), 'no-id'])('is 404 for %s', async (id) => {
    expect(await open(id, 'x')).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });
});

describe("the forms of an order's page", () => {
  it('send a browser back to the page, and answer others in JSON', async () => {
    const { id, cookie } = await openedOrder();
    expect(await ask(postArrive, id, { cookie })).toMatchObject({ status: 200, body: { status: 'arrived' } });
    const back = await ask(postCancel, id, { cookie, accept: 'text/html,*/*' });
    expect([back.status, back.headers.get('location')]).toEqual([303, `/orders/${id}?said=canceled`]);
    expect(await ask(postArrive, (await openedOrder()).id, { cookie })).toMatchObject({ status: 403 }); // another order's
  });

  it.each([['arrive', postArrive], ['cancel', postCancel]])('%s: refuse whoever has no secret with 403', async (_name, endpoint) => {
    const id = await orderWithTicket(ctx, counter);
    expect(await ask(endpoint, id)).toMatchObject({ status: 403, body: { error: 'link_needed' } });
  });

  it.each([['arrive', postArrive], ['cancel', postCancel], ['link', postLink]])('%s: refuse a page of another site', async (_name, endpoint) => {
    const { id, cookie } = await openedOrder();
    expect(await callEndpoint(ctx, endpoint, { params: { id }, headers: { cookie, origin: 'https://evil.example' } })).toMatchObject({ status: 403, body: { error: 'cross_origin' } });
  });

  it('send the link three times an hour, then say when to come back, and never where it went', async () => {
    const email = `${newUuid()}@customer.example`;
    const id = await orderWithTicket(ctx, counter, { email });
    const replies = [];
    for (let n = 0; n < 4; n++) replies.push(await ask(postLink, id));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(replies[3]?.headers.get('retry-after')).toBe('3600');
    expect(JSON.stringify(replies.map(({ body }) => body))).not.toContain(email);
  });
});
