import { beforeAll, describe, expect, it } from 'vitest';
import { isHttpFailure } from '@/lib/http/failure';
import { buy, makeOwner, type Owner } from '@/lib/testing/evidence';
import { seedPastPurchases } from '@/lib/testing/past-purchases';
import { makeAgent, makeShop, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getActivityCsv } from './activity';

let ctx: TestCtx;
let shop: Shop;
let owner: Owner;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  owner = await makeOwner(ctx);
});

/** As the entrance would, for a signed-in owner. */
const get = ({ userId, walletId }: TestAgent, query = ''): Promise<Response> =>
  getActivityCsv.handle(
    { ...ctx, requestId: 'r', clientAddress: '127.0.0.1', principal: { kind: 'owner', userId, walletId, sessionId: 's' }, merchant: null },
    new Request(`http://localhost:3000${getActivityCsv.path}${query}`),
    {},
  );
const linesOf = async (response: Response): Promise<string[]> => (await response.text()).split('\r\n').filter((line) => line !== '');

describe('GET /api/agent/v1/wallet/activity.csv', () => {
  it('exports payments with decimal amounts beside their currency', async () => {
    const id = await buy(ctx, shop, owner, 1);
    const response = await get(owner.agent);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, line] = await linesOf(response);
    expect(header).toBe('payment_id,requested_at,agent,agent_id,merchant,merchant_id,amount,currency,refunded,status,human_present,order_number,order_id');
    expect(line?.split(',').slice(0, 11)).toEqual([
      id, '2026-11-21T12:00:00.000Z', 'Test agent', owner.agent.agentId, 'Test shop', shop.handle, '16.50', 'CAD', '0.00', 'completed', 'false',
    ]);
    expect(line?.split(',')).toHaveLength(13);
  });

  it.each(['=HYPERLINK(1)', '+1', '-1', '@SUM(1)', '\tx', '\rx'])('makes no formula of an agent that is called %j', async (name) => {
    const agent = await makeAgent(ctx);
    await seedPastPurchases(ctx, { agent, merchantId: shop.merchantId, count: 1 });
    await ctx.db.write({ name: 'test.rename', text: 'update agent set name = $2 where id = $1', values: [agent.agentId, name] });
    const text = await (await get(agent)).text();
    expect(text).toContain(`'${name}`);
  });

  it('holds to the filters, and to one wallet', async () => {
    const other = await makeAgent(ctx);
    expect(await linesOf(await get(other))).toHaveLength(1);
    expect(await linesOf(await get(owner.agent, '?status=completed&min=16.50&max=16.50&q=tea'))).toHaveLength(2);
    expect(await linesOf(await get(owner.agent, '?status=rejected'))).toHaveLength(1);
  });

  it('streams more than one page', async () => {
    const agent = await makeAgent(ctx);
    await seedPastPurchases(ctx, { agent, merchantId: shop.merchantId, count: 1_203 });
    expect(await linesOf(await get(agent))).toHaveLength(1_204);
  });

  it.each([['?status=gone', '$.status'], ['?min=x', '$.min'], ['?from=2026-02-30', '$.from'], ['?all=1', '$.all'], ['?q=a&q=b', '$.q']])('refuses %s and names it', async (query, param) => {
    const failure = await get(owner.agent, query).catch((error: unknown) => (isHttpFailure(error) ? error.failure : null));
    expect(failure).toMatchObject({ status: 400, code: 'invalid_request', param });
  });
});
