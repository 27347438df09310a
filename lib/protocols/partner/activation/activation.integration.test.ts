import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { encodeCursor } from '@/lib/kernel/cursor';
import { postPartnerOrderAck, postPartnerOrderFulfill, postPartnerOrderReady } from '@/lib/protocols/partner/orders';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { openTestStore } from '@/lib/testing/console-browser';
import { buyPickup, makeHungryAgent, makeKitchen } from '@/lib/testing/kitchen';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getMerchantActivation } from './index';

let ctx: TestCtx;
let headers: Record<string, string>;

beforeAll(async () => {
  ctx = await testCtx({ now: new Date() }); // a cookie's expiry is held against the real clock
  headers = { 'x-api-key': (await issueApiKey(ctx, { kind: 'partner', merchantId: null, name: 'partner', scopes: [] })).key };
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
});

afterAll(() => void vi.unstubAllEnvs());

type Line = { merchantId: string };
const list = (query = ''): Promise<EndpointReply> => callEndpoint(ctx, getMerchantActivation, { headers, query });
const merchantsIn = ({ body }: EndpointReply): Line[] => (Array.isArray(body.merchants) ? body.merchants.map((each: Line) => each) : []);

async function listAll(): Promise<Line[]> {
  const pages: Line[] = [];
  let cursor = '';
  do {
    const reply = await list(`?limit=2${cursor}`);
    expect(reply.status).toBe(200);
    pages.push(...merchantsIn(reply));
    cursor = typeof reply.body.nextCursor === 'string' ? `&cursor=${reply.body.nextCursor}` : '';
  } while (cursor !== '');
  return pages;
}

const activationOf = async (wanted: string): Promise<Line | undefined> => (await listAll()).find(({ merchantId }) => merchantId === wanted);

describe('merchant activation', () => {
  it('tells how far a merchant has come, from sign-up to the first pizza in hand', async () => {
    const { merchantId } = await openTestStore(ctx);
    const fresh = await activationOf(merchantId);
    expect(fresh).toMatchObject({ launchpad: { ready: false }, live: false, firstPaidAt: null, firstFulfilledAt: null });
    expect(fresh).toHaveProperty('launchpad.blockers', expect.arrayContaining(['address', 'phone', 'hours', 'menu']));
    expect(fresh).not.toHaveProperty('launchpad.blockers', expect.arrayContaining(['legal']));

    const shop = await makeKitchen(ctx);
    expect(await activationOf(shop.merchantId)).toMatchObject({
      merchantHandle: shop.handle, name: 'Test pizzeria', live: true, card: { availabilityStatus: 'available' }, firstPaidAt: null, firstFulfilledAt: null,
    });
    const agent = await makeHungryAgent(ctx);
    const id = await buyPickup(ctx, shop, agent);
    while ((await relayBatch(ctx, consumers)) > 0);
    const paidAt = ctx.clock.now().toISOString();
    expect(await activationOf(shop.merchantId)).toMatchObject({ firstPaidAt: paidAt, firstFulfilledAt: null });

    for (const step of [postPartnerOrderAck, postPartnerOrderReady, postPartnerOrderFulfill]) expect((await callEndpoint(ctx, step, { headers, params: { id } })).status).toBe(200);
    expect(await activationOf(shop.merchantId)).toMatchObject({ firstPaidAt: paidAt, firstFulfilledAt: ctx.clock.now().toISOString() });
  });

  it('says of cards what the storefront says', async () => {
    const { merchantId } = await makeKitchen(ctx);
    await ctx.pool.query(`update merchant_storefront set payment_methods = '{wallet}' where merchant_id = $1`, [merchantId]);
    expect(await activationOf(merchantId)).toMatchObject({ card: { availabilityStatus: 'needs_onboarding' } });
  });

  it('says nothing of owners or customers', async () => {
    const { email } = await openTestStore(ctx);
    const shop = await makeKitchen(ctx);
    await buyPickup(ctx, shop, await makeHungryAgent(ctx));
    const text = JSON.stringify(await listAll());
    expect(text).toContain(shop.handle);
    expect(text).not.toContain(email);
    expect(text).not.toMatch(/Ada|@|\+33/);
  });

  it('comes page by page, the newest merchant first, each once', async () => {
    const [older, newer] = [await makeKitchen(ctx), await makeKitchen(ctx)].map(({ merchantId }) => merchantId);
    const ids = (await listAll()).map(({ merchantId }) => merchantId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([older, newer]));
    const dates = await ctx.pool.query<{ id: string }>(`select id from merchant where id = any($1) order by created_at desc, id desc`, [ids]);
    expect(ids).toEqual(dates.rows.map(({ id }) => id));
  });

  it('refuses what is no page of it', async () => {
    const odd = ['?limit=0', '?limit=101', '?limit=x', '?cursor=x', `?cursor=${encodeCursor('yesterday', 'x')}`, '?other=1'];
    for (const query of odd) expect(await list(query), query).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
  });
});
