import { beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { issueApiKey } from '@/lib/auth';
import { newId } from '@/lib/kernel/id';
import type { OperatorActionName } from '@/lib/operations';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeTenants, type Tenants } from '@/lib/testing/tenants';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { deleteOpsSession, getActions, postOpsSession, postReconciliation, postRepair, postReplay } from '@/lib/protocols/orchestrator';
import { postOutboxProcess } from './outbox';
import { endpoints } from './routes';

type Action = { id: string; at: string; key_id: string; session: string | null; client_address: string; action: string; subjects: string[]; outcome: string; note: string | null };

let ctx: TestCtx;
let tenants: Tenants;
let key: string;
let keyId: string;

beforeAll(async () => {
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
  tenants = await makeTenants(ctx);
  ({ key, keyId } = await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'test', scopes: [] }));
});

const read = async (query = '') => (await callEndpoint(ctx, getActions, { token: key, query })).body as { actions: Action[]; next_cursor: string | null };
const latest = async (): Promise<Action | undefined> => (await read()).actions[0];
const deadLetter = async (): Promise<string> => {
  const { rows } = await ctx.pool.query<{ id: bigint }>(
    `insert into outbox_event (topic, aggregate_id, tenant_id, payload, next_attempt_at, created_at, dead_at) values ('test.dead', 'x', $1, '{}', $2, $2, $2) returning id`, [tenants.shop.merchantId, ctx.clock.now()]);
  return String(rows[0]?.id);
};

/** Every route on which an operator's credential changes something, and as what it is written down. */
const ACTS: Readonly<Record<string, OperatorActionName>> = {
  'POST /api/v1/ops/session': 'sign_in',
  'DELETE /api/v1/ops/session': 'sign_out',
  'POST /api/v1/ops/dead-letter/replay': 'replay_dead_letters',
  'POST /api/v1/ops/outbox/process': 'deliver_outbox',
  'POST /api/v1/ops/reconciliation': 'reconcile',
  'POST /api/v1/ops/reconciliation/repair': 'repair_payment',
  'PUT /api/v1/ops/inspector': 'switch_inspector',
  'POST /partner/orders/[id]/ack': 'move_order',
  'POST /partner/orders/[id]/ready': 'move_order',
  'POST /partner/orders/[id]/fulfill': 'move_order',
  'POST /partner/merchants/[id]/stripe-connect/account': 'change_payment_account',
  'POST /partner/merchants/[id]/stripe-connect/reset': 'change_payment_account',
  'POST /partner/merchants/[id]/stripe-connect/sync': 'change_payment_account',
  'POST /partner/merchants/[id]/stripe-connect/account-links': 'change_payment_account',
  'POST /partner/merchants/[id]/stripe-connect/fee-policy': 'change_payment_account',
};

describe('the audit log of operators', () => {
  it('knows every route on which an operator’s credential changes something', () => {
    const ofOperators = endpoints.filter(({ credentials, method, testOnly, path }) =>
      !testOnly && method !== 'GET' && (path === '/api/v1/ops/session' || credentials.some((kind) => kind === 'operator_key' || kind === 'operator_session' || kind === 'partner_key')));
    expect(ofOperators.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(ACTS).sort());
  });

  it('has who signed in and out, by session, and from where; a key that opens nothing is not there', async () => {
    const home = { origin: ctx.settings.publicOrigin };
    const before = await latest();
    await callEndpoint(ctx, postOpsSession, { headers: home, body: { api_key: 'csk_o_of_nobody' } });
    await callEndpoint(ctx, deleteOpsSession, { headers: home });
    expect(await latest()).toEqual(before);
    const { headers } = await callEndpoint(ctx, postOpsSession, { headers: home, body: { api_key: key } });
    const signedIn = await latest();
    expect(signedIn).toMatchObject({ action: 'sign_in', key_id: keyId, session: expect.stringMatching(/^[\w-]{8}$/) as string, client_address: '127.0.0.1', outcome: 'done', at: '2026-11-27T12:00:00.000Z' });
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(cookie, 'what is written down opens nothing').not.toContain(signedIn?.session ?? '');
    await callEndpoint(ctx, postReplay, { headers: { ...home, cookie }, body: { id: await deadLetter() } });
    expect(await latest()).toMatchObject({ action: 'replay_dead_letters', session: signedIn?.session });
    await callEndpoint(ctx, deleteOpsSession, { headers: { ...home, cookie } });
    expect(await latest()).toMatchObject({ action: 'sign_out', key_id: keyId, session: signedIn?.session, outcome: 'done' });
  });

  it('has each dead letter that was replayed, and what there was nothing of', async () => {
    const ids = [await deadLetter(), await deadLetter()];
    await callEndpoint(ctx, postReplay, { token: key, body: { topic: 'test.dead' } });
    expect(await latest()).toMatchObject({ action: 'replay_dead_letters', session: null, subjects: ids, outcome: 'done', note: 'topic test.dead' });
    await callEndpoint(ctx, postReplay, { token: key, body: { ids } });
    expect(await latest()).toMatchObject({ action: 'replay_dead_letters', subjects: [], outcome: 'nothing', note: null });
  });

  it('is kept if and only if the act is', async () => {
    const [id, before] = [await deadLetter(), await latest()];
    const owner = new pg.Client({ connectionString: ctx.ownerUrl });
    await owner.connect();
    await owner.query('alter table operator_action add constraint nothing_is_written check (false) not valid');
    expect((await callEndpoint(ctx, postReplay, { token: key, body: { id } })).status).toBe(500);
    await owner.query('alter table operator_action drop constraint nothing_is_written');
    await owner.end();
    expect(await latest()).toEqual(before);
    expect((await callEndpoint(ctx, postReplay, { token: key, body: { id } })).body).toEqual({ replayed: true });
  });

  it('has the outbox that was delivered, what was compared and what was repaired', async () => {
    await callEndpoint(ctx, postOutboxProcess, { token: key, body: {} });
    expect(await latest()).toMatchObject({ action: 'deliver_outbox', note: expect.stringMatching(/^\d+ tried$/) as string });
    await callEndpoint(ctx, postReconciliation, { token: key, body: { transaction_ids: [tenants.transactionId] } });
    expect(await latest()).toMatchObject({ action: 'reconcile', subjects: [tenants.transactionId], outcome: 'done', note: '1 compared, 0 differ' });
    await callEndpoint(ctx, postRepair, { token: key, body: { transaction_id: tenants.transactionId } });
    expect(await latest()).toMatchObject({ action: 'repair_payment', subjects: [tenants.transactionId], outcome: 'nothing' });
    const unknown = newId('transaction');
    await callEndpoint(ctx, postRepair, { token: key, body: { transaction_id: unknown } });
    expect(await latest()).toMatchObject({ action: 'repair_payment', subjects: [unknown], outcome: 'refused' });
  });

  it('has what failed half-way', async () => {
    const unreachable = { ...ctx.ports.payment, retrieve: () => Promise.reject(new Error('the network does not answer')) };
    const broken = { ...ctx, ports: { ...ctx.ports, payment: unreachable } };
    await ctx.pool.query(`update payment_attempt set status = 'declined' where network_transaction_id = $1`, [tenants.transactionId]);
    expect((await callEndpoint(broken, postRepair, { token: key, body: { transaction_id: tenants.transactionId } })).status).toBe(500);
    expect(await latest()).toMatchObject({ action: 'repair_payment', subjects: [tenants.transactionId], outcome: 'failed' });
  });

  it('has what an operator did as a partner, and nothing of partners and merchants', async () => {
    const endpointOf = (name: string) => endpoints.find(({ method, path }) => `${method} ${path}` === name) ?? expect.fail(name);
    await callEndpoint(ctx, endpointOf('POST /partner/merchants/[id]/stripe-connect/fee-policy'), { token: key, params: { id: tenants.shop.merchantId }, body: { feeBasisPoints: 250 } });
    expect(await latest()).toMatchObject({ action: 'change_payment_account', key_id: keyId, session: null, subjects: [tenants.shop.merchantId], outcome: 'done', note: 'fee-policy feeBasisPoints 250' });
    await callEndpoint(ctx, endpointOf('POST /partner/orders/[id]/ack'), { token: key, params: { id: tenants.orderId } });
    const before = await latest();
    const { key: partner } = await issueApiKey(ctx, { kind: 'partner', merchantId: null, name: 'partner', scopes: [] });
    await callEndpoint(ctx, endpointOf('POST /partner/merchants/[id]/stripe-connect/fee-policy'), { token: partner, params: { id: tenants.shop.merchantId }, body: { feeBasisPoints: 300 } });
    await callEndpoint(ctx, postReplay, { token: tenants.merchantKey, body: { topic: 'test.dead' } });
    expect(await latest()).toEqual(before);
  });

  it('is read by kind and page by page, by operators alone', async () => {
    const { actions } = await read('?action=sign_in');
    expect(actions.length).toBeGreaterThan(0);
    expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(['sign_in']));
    const ids = [];
    for (let index = 0; index < 51; index++) ids.push((await callEndpoint(ctx, postReplay, { token: key, body: { id: '999999' } })).status);
    const first = await read();
    const second = await read(`?cursor=${first.next_cursor}`);
    expect(first.actions).toHaveLength(50);
    expect(Number(second.actions[0]?.id)).toBeLessThan(Number(first.actions.at(-1)?.id));
    for (const query of ['?cursor=x', '?action=nothing_of_ours']) expect((await callEndpoint(ctx, getActions, { token: key, query })).status, query).toBe(400);
    expect((await callEndpoint(ctx, getActions, { token: tenants.merchantKey })).status).toBe(401);
  });

  it('cannot be changed: not by the application, not by the owner of the tables', async () => {
    for (const text of [`update operator_action set note = 'x'`, 'delete from operator_action']) await expect(ctx.pool.query(text), text).rejects.toThrow('permission denied');
    const owner = new pg.Client({ connectionString: ctx.ownerUrl });
    await owner.connect();
    for (const text of [`update operator_action set note = 'x'`, 'delete from operator_action', 'truncate operator_action']) await expect(owner.query(text), text).rejects.toThrow('append-only');
    await owner.end();
  });
});
