import { beforeAll, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { newUuid } from '@/lib/kernel/id';
import { emit } from '@/lib/ports';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeTenants, type Tenants } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { deleteOpsSession, getDeadLetters, getOverview, getReservations, getTrace, postOpsSession, postReplay } from './index';

let ctx: TestCtx;
let tenants: Tenants;
let key: string;
let keyId: string;

beforeAll(async () => {
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
  tenants = await makeTenants(ctx);
  ({ key, keyId } = await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'test', scopes: [] }));
});

const home = () => ({ origin: ctx.settings.publicOrigin });
const signIn = async (apiKey = key) => callEndpoint(ctx, postOpsSession, { headers: home(), body: { api_key: apiKey } });
const cookieOf = ({ headers }: { headers: Headers }): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

describe('an operator in a browser', () => {
  it('signs in with the key, sees and does what the key may, and signs out on the server', async () => {
    const signedIn = await signIn();
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers.get('set-cookie')).toMatch(/^countersign\.operator=ops_\w{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    const headers = { cookie: cookieOf(signedIn), ...home() };
    expect((await callEndpoint(ctx, getOverview, { headers })).status).toBe(200);
    expect((await callEndpoint(ctx, getDeadLetters, { headers })).status).toBe(200);
    expect((await callEndpoint(ctx, postReplay, { headers, body: { topic: 'nothing.of.this.name' } })).body).toEqual({ replayed: 0 });
    expect((await callEndpoint(ctx, postReplay, { headers: { ...headers, origin: 'https://evil.example' }, body: { topic: 'x' } })).status, 'from another site').toBe(403);
    const { rows } = await ctx.pool.query<{ token_hash: string }>('select token_hash from operator_session');
    expect(rows.some(({ token_hash: hash }) => headers.cookie.includes(hash)), 'the token itself is kept nowhere').toBe(false);
    expect((await callEndpoint(ctx, deleteOpsSession, { headers })).headers.get('set-cookie')).toContain('Expires=Thu, 01 Jan 1970');
    expect((await callEndpoint(ctx, getOverview, { headers })).status).toBe(401);
  });

  it('is nobody without an operator’s key, from another site, or once the key is revoked or eight hours are over', async () => {
    const { key: partner } = await issueApiKey(ctx, { kind: 'partner', merchantId: null, name: 'partner', scopes: [] });
    for (const wrong of ['csk_o_unknown', partner, tenants.merchantKey]) expect(await signIn(wrong)).toMatchObject({ status: 401, body: { code: expect.any(String) as string } });
    expect((await callEndpoint(ctx, postOpsSession, { headers: { origin: 'https://evil.example' }, body: { api_key: key } })).status).toBe(403);
    expect((await callEndpoint(ctx, postOpsSession, { headers: home(), body: {} })).status).toBe(400);
    const { key: other, keyId: otherId } = await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'other', scopes: [] });
    const headers = { cookie: cookieOf(await signIn(other)), ...home() };
    expect((await callEndpoint(ctx, getOverview, { headers })).status).toBe(200);
    await ctx.pool.query('update operator_session set expires_at = $2 where key_id = $1', [otherId, ctx.clock.now()]);
    expect((await callEndpoint(ctx, getOverview, { headers })).status).toBe(401);
    const again = { cookie: cookieOf(await signIn(other)), ...home() };
    await ctx.pool.query('update api_key set revoked_at = $2 where id = $1', [otherId, ctx.clock.now()]);
    expect((await callEndpoint(ctx, getOverview, { headers: again })).status).toBe(401);
    expect(keyId).not.toBe(otherId);
  });
});

describe('the overview', () => {
  it('counts what waits and what was sold', async () => {
    const before = (await callEndpoint(ctx, getOverview, { token: key })).body as { outbox: { waiting: number; dead: number }; last_24_hours: { orders: number } };
    expect(before.last_24_hours.orders).toBeGreaterThan(0);
    await emit(ctx, { topic: 'order.changed', aggregateId: newUuid(), tenantId: tenants.shop.merchantId, payload: {} });
    await ctx.pool.query(`insert into outbox_event (topic, aggregate_id, tenant_id, payload, next_attempt_at, created_at, dead_at) values ('order.changed', 'x', $1, '{}', $2, $2, $2)`, [tenants.shop.merchantId, ctx.clock.now()]);
    const after = (await callEndpoint(ctx, getOverview, { token: key })).body as typeof before;
    expect(after.outbox).toMatchObject({ waiting: before.outbox.waiting + 1, dead: before.outbox.dead + 1 });
  });

  it('is an operator’s alone', async () => {
    expect((await callEndpoint(ctx, getOverview, { token: tenants.merchantKey })).status).toBe(401);
    expect((await callEndpoint(ctx, getTrace, { token: tenants.merchantKey, params: { id: tenants.orderId } })).status).toBe(401);
  });
});

describe('a trace', () => {
  type Step = { kind: string; id: string; status: string | null; amount_minor?: number; note: string | null };
  const trace = async (id: string) => callEndpoint(ctx, getTrace, { token: key, params: { id } });

  it('is found by any id of the purchase, and goes from the request to the ledger', async () => {
    const found = await trace(tenants.orderId);
    expect(found.status).toBe(200);
    const { steps, ...ids } = found.body as { steps: Step[] };
    expect(ids).toMatchObject({ order_id: tenants.orderId, merchant_id: tenants.shop.merchantId, merchant_handle: tenants.shop.handle, agent_id: tenants.owner.agent.agentId, wallet_id: tenants.owner.agent.walletId });
    const kinds = new Set(steps.map(({ kind }) => kind));
    for (const kind of ['checkout', 'payment_request', 'spending_hold', 'payment_token', 'mandate', 'attempt', 'network_transaction', 'bank_hold', 'ledger_transfer', 'order']) expect(kinds, kind).toContain(kind);
    expect(steps.filter(({ kind }) => kind === 'ledger_transfer').map(({ note }) => note)).toContain('hold');
    const unalike = steps.filter(({ kind }) => ['checkout', 'payment_request', 'payment_token', 'attempt', 'network_transaction', 'bank_hold', 'mandate'].includes(kind));
    for (const { kind, id } of unalike) expect((await trace(id)).body, `by ${kind}`).toEqual(found.body);
    expect((await trace(tenants.paymentId)).body).toEqual(found.body);
  });

  it('of an approval that waits is found by it; of what is nobody’s there is none', async () => {
    const { steps } = (await trace(tenants.approvalId)).body as { steps: Step[] };
    expect(steps.find(({ kind }) => kind === 'approval')).toMatchObject({ id: tenants.approvalId, status: 'pending' });
    for (const id of [newUuid(), 'x', "' or 1=1"]) expect((await trace(id)).status, id).toBe(404);
  });
});

describe('reservations', () => {
  type Reservation = { checkout_id: string; merchant_handle: string; item_id: string; item_name: string; quantity: number; status: string; overdue: boolean; held_at: string | null; expires_at: string; order_id: string | null };
  const read = async (query = '') => {
    const { status, body } = await callEndpoint(ctx, getReservations, { token: key, query });
    expect(status, query).toBe(200);
    return body as { reservations: Reservation[]; next_cursor: string | null };
  };

  it('say which goods are set aside for which checkout, since and until when, and which order came of it', async () => {
    const sold = (await read(`?merchant=${tenants.shop.handle}&status=committed`)).reservations;
    expect(sold.find(({ order_id: orderId }) => orderId === tenants.orderId)).toMatchObject({ merchant_handle: tenants.shop.handle, quantity: 1, status: 'committed', overdue: false, held_at: '2026-11-27T12:00:00.000Z', expires_at: '2026-11-27T12:05:00.000Z' });
    const [held] = (await read(`?merchant=${tenants.shop.merchantId}&status=held`)).reservations;
    expect(held).toMatchObject({ checkout_id: tenants.checkout.id, item_id: 'tea', item_name: expect.any(String) as string, quantity: 1, overdue: false, order_id: null });
    expect((await callEndpoint(ctx, getTrace, { token: key, params: { id: held?.checkout_id ?? '' } })).status, 'and lead to its trace').toBe(200);
  });

  it('are overdue once their time is over and nothing freed them', async () => {
    expect((await read('?overdue=true')).reservations).toEqual([]);
    ctx.clock.set(new Date('2026-11-28T12:00:00Z'));
    expect((await read(`?overdue=true&merchant=${tenants.shop.handle}`)).reservations).toEqual([expect.objectContaining({ checkout_id: tenants.checkout.id, status: 'held', overdue: true })]);
    expect((await read('?overdue=true&status=committed')).reservations).toEqual([]);
    ctx.clock.set(new Date('2026-11-27T12:00:00Z'));
  });

  it('come page by page, none twice and none left out', async () => {
    const insert = `insert into stock_reservation (checkout_id, merchant_id, item_id, quantity, status, expires_at) select gen_random_uuid()::text, $1, 'tea', 2, 'released', $2::timestamptz + n / 3 * interval '1 second' from generate_series(1, 120) n`;
    await ctx.pool.query(insert, [tenants.shop.merchantId, ctx.clock.now()]);
    const seen: Reservation[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof read>> = await read(`?merchant=${tenants.shop.handle}${cursor && `&cursor=${cursor}`}`);
      expect(page.reservations.length).toBeLessThanOrEqual(50);
      seen.push(...page.reservations);
      cursor = page.next_cursor;
    }
    const { rows } = await ctx.pool.query<{ count: number }>('select count(*)::int as count from stock_reservation where merchant_id = $1', [tenants.shop.merchantId]);
    expect(new Set(seen.map(({ checkout_id: checkoutId, item_id: itemId }) => `${checkoutId} ${itemId}`)).size).toBe(seen.length);
    expect(seen).toHaveLength(rows[0]?.count ?? -1);
    expect(seen.map(({ expires_at: at }) => at)).toEqual(seen.map(({ expires_at: at }) => at).toSorted().reverse());
  });

  it('are refused where the question is none, and are an operator’s alone', async () => {
    for (const query of ['?status=lost', '?overdue=maybe', '?cursor=x', '?merchant=']) expect((await callEndpoint(ctx, getReservations, { token: key, query })).status, query).toBe(400);
    expect((await read('?merchant=no-such-store')).reservations).toEqual([]);
    expect((await callEndpoint(ctx, getReservations, { token: tenants.merchantKey })).status).toBe(401);
  });
});
