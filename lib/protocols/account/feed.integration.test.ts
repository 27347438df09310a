import { beforeEach, describe, expect, it } from 'vitest';
import { loadFeed } from '@/lib/feed';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { renderFailure } from './errors';
import { deleteFeed, postFeedPublish, putFeed } from './feed';

let ctx: TestCtx;
let shop: Shop;

beforeEach(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

async function ask(endpoint: Endpoint, { body = {}, role = 'owner', on = ctx }: { body?: object; role?: string; on?: TestCtx } = {}) {
  const principal = { kind: 'merchant_user', userId: 'usr_1', merchantId: shop.merchantId, role, sessionId: 'ses_1' } as const;
  const requestCtx: RequestCtx = { ...on, requestId: 'req_1', clientAddress: '127.0.0.1', merchant: null, principal };
  const request = new Request('http://localhost/', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const response = await endpoint.handle(requestCtx, request, {}).catch((error: unknown) => {
    if (isHttpFailure(error)) return renderFailure(error.failure, request);
    throw error;
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const target = { url: 'https://feeds.example/acp', secret: 'the-secret' };

describe('PUT /api/dashboard/feed', () => {
  it("sets the target; its secret is sealed, and shown by nothing that the merchant's pages read", async () => {
    expect(await ask(putFeed, { body: target })).toEqual({ status: 200, body: { url: target.url } });
    const feed = await loadFeed(ctx, shop.merchantId);
    expect(feed).toMatchObject({ url: target.url, status: 'active', waitingCount: 2, feedId: null });
    const { rows } = await ctx.pool.query<{ row: string }>('select row_to_json(t)::text as row from feed_target t where merchant_id = $1', [shop.merchantId]);
    expect(rows[0]?.row).not.toContain(target.secret);
    expect(JSON.stringify(feed)).not.toContain('test.');
  });

  it.each<[string, object, string]>([
    ['no address', {}, '$.url'],
    ['what is none', { url: 'feeds.example' }, '$.url'],
    ['http', { url: 'http://feeds.example/' }, '$.url'],
    ['an address with credentials', { url: 'https://a:b@feeds.example/' }, '$.url'],
    ['an address inside', { url: 'https://192.168.0.1/' }, '$.url'],
    ['an address with a query', { url: 'https://feeds.example/?a=1' }, '$.url'],
    ['a secret that no header can carry', { ...target, secret: 'two\nlines' }, '$.secret'],
    ['an unknown field', { ...target, token: 'x' }, '$'],
  ])('refuses %s and changes nothing', async (_name, body, param) => {
    const refused = await ask(putFeed, { body });
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_request']);
    expect(refused.body.param).toContain(param);
    expect(await loadFeed(ctx, shop.merchantId)).toBeNull();
  });

  it('refuses loopback but under the test flag', async () => {
    const body = { url: 'http://127.0.0.1:1/' };
    const live = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    expect((await ask(putFeed, { body, on: live })).status).toBe(400);
    expect((await ask(putFeed, { body })).status).toBe(200);
  });
});

describe('who may', () => {
  it.each([
    ['owner', [200, 202, 200]],
    ['manager', [403, 202, 403]],
    ['staff', [403, 403, 403]],
  ])('as %s: set, publish and remove answer %j', async (role, statuses) => {
    await ask(putFeed, { body: target });
    const answers = [await ask(putFeed, { body: target, role }), await ask(postFeedPublish, { role }), await ask(deleteFeed, { role })];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it('publishing and removing are 404 without a target', async () => {
    for (const endpoint of [postFeedPublish, deleteFeed]) expect(await ask(endpoint)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });
});
