import { beforeAll, describe, expect, it } from 'vitest';
import type { PaymentPort } from '@/lib/ports';
import { BUYER, makeAgent, makeShop, TORONTO, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { cancelCheckout, completeCheckout, createCheckout, getCheckout, loadCheckoutFacts, type Checkout, type CompleteCheckout, type CreateCheckout } from './index';

// Kept for the merchant, in no answer and no webhook: affiliates, intent traces, consents, risk signals (ACP, write-only).

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;
beforeAll(async () => {
  ctx = await testCtx();
  [shop, agent] = await Promise.all([makeShop(ctx), makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 90_000n, monthlyAmount: 90_000n }] })]);
});

const SECRET = 'planted-secret';
const touch = (token: string, touchpoint: 'first' | 'last' | null = null) => ({ provider: 'affiliates.example', touchpoint, facts: { provider: 'affiliates.example', token: `${SECRET}-${token}` } });
const actor = () => ({ kind: 'agent', agentId: agent.agentId }) as const;

async function open(more: Partial<CreateCheckout> = {}): Promise<Checkout> {
  const created = await createCheckout(ctx, {
    merchantId: shop.merchantId, actor: actor(), wire: 'sacp', wireVersion: '1', items: [{ id: 'tea', quantity: 1 }], buyer: BUYER, address: TORONTO, ...more,
  });
  if (!created.ok) throw new Error(created.error.code);
  return created.value;
}
const complete = async (checkout: Checkout, more: Partial<CompleteCheckout> = {}, on = ctx) =>
  completeCheckout(on, { checkoutId: checkout.id, actor: actor(), token: more.token ?? (await tokenFor(ctx, agent, checkout)), wireVersion: '2026-04-17', resumed: false, ...more });
const factsOf = (checkout: Checkout) => loadCheckoutFacts(ctx, { merchantId: shop.merchantId, checkoutId: checkout.id });

/** The tables in whose rows the text stands in clear. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await ctx.db.query<{ name: string }>({ name: 'test.tables', text: `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(oid, 'select')`, values: [] });
  const found = await Promise.all(
    tables.map(async ({ name }) => ({ name, rows: await ctx.db.query<{ n: number }>({ name: `test.scan-${name}`, text: `select count(*)::int as n from "${name}" t where t::text like '%' || $1 || '%'`, values: [text] }) })),
  );
  return found.filter(({ rows }) => (rows[0]?.n ?? 0) > 0).map(({ name }) => name);
}

const textOf = (value: unknown): string => JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));

describe('what an agent tells the merchant', () => {
  it('stands in no answer, no webhook and in clear in no table, and the merchant reads it', async () => {
    const checkout = await open({ attribution: touch('create') });
    const done = await complete(checkout, {
      attribution: touch('complete'),
      marketingConsents: [{ channel: 'email', optedIn: true }, { channel: `sms-${SECRET}`.slice(0, 3), optedIn: false }],
      riskSignals: { ip_address: '203.0.113.7', device_fingerprint: `${SECRET}-print` },
    });
    expect(done).toMatchObject({ value: { outcome: 'completed' } });
    const canceled = await open();
    const cancel = await cancelCheckout(ctx, { checkoutId: canceled.id, actor: actor(), intentTrace: { reasonCode: 'comparison', summary: `${SECRET} cheaper elsewhere`, metadata: { price: 12 } } });
    const answers = [checkout, done, cancel, await getCheckout(ctx, { checkoutId: checkout.id, actor: actor() }), await getCheckout(ctx, { checkoutId: canceled.id, actor: actor() })];
    expect(answers.map(textOf).filter((text) => text.includes(SECRET) || text.includes('203.0.113.7'))).toEqual([]);
    expect([await tablesWith(SECRET), await tablesWith('203.0.113.7')]).toEqual([[], []]);
    expect(await tablesWith('marketing_consent')).toEqual(['checkout_fact']);

    expect(await factsOf(checkout)).toMatchObject({
      affiliates: [
        { touchpoint: 'first', facts: [{ name: 'provider', value: 'affiliates.example' }, { name: 'token', value: `${SECRET}-create` }] },
        { touchpoint: 'last', facts: [{}, { name: 'token', value: `${SECRET}-complete` }] },
      ],
      marketingConsents: [{ channel: 'email', optedIn: true }, { channel: 'sms', optedIn: false }],
      riskSignals: [{ name: 'ip_address', value: '203.0.113.7' }, { name: 'device_fingerprint', value: `${SECRET}-print` }],
    });
    expect(await factsOf(canceled)).toMatchObject({ intentTrace: [{ name: 'reasonCode', value: 'comparison' }, { value: `${SECRET} cheaper elsewhere` }, { name: 'metadata.price', value: '12' }] });
  });

  it("is another merchant's as little as its checkout is", async () => {
    const other = await makeShop(ctx);
    const checkout = await open({ attribution: touch('x') });
    expect(await loadCheckoutFacts(ctx, { merchantId: other.merchantId, checkoutId: checkout.id })).toBeNull();
  });

  it('is shown without hidden characters', async () => {
    const checkout = await open({ attribution: { provider: 'a', touchpoint: 'first', facts: { 'no\u202ete': 'a\u0007b\u202ec' } } });
    expect((await factsOf(checkout))?.affiliates).toEqual([{ touchpoint: 'first', facts: [{ name: 'no te', value: 'a b c' }] }]);
  });
});

describe('an affiliate', () => {
  it('of the same touchpoint is one: another is refused and changes nothing, the same again is fine', async () => {
    const checkout = await open({ attribution: touch('a', 'last') });
    const token = await tokenFor(ctx, agent, checkout);
    expect(await complete(checkout, { token, attribution: touch('b') })).toEqual({ ok: false, error: { code: 'attribution_conflict' } });
    expect((await factsOf(checkout))?.affiliates).toMatchObject([{ touchpoint: 'last', facts: [{}, { value: `${SECRET}-a` }] }]);
    expect(await complete(checkout, { token, attribution: touch('a') })).toMatchObject({ value: { outcome: 'completed' } });
  });

  it('and the rest are not kept where nothing is paid because of the token', async () => {
    const checkout = await open();
    expect(await complete(checkout, { token: 'vt_none', attribution: touch('lost'), riskSignals: { a: 1 }, orderNotes: 'lost' })).toMatchObject({ error: { code: 'invalid_token' } });
    expect(await factsOf(checkout)).toMatchObject({ affiliates: [], riskSignals: [], orderNotes: null });
  });
});

describe('details', () => {
  it('are kept and answered, in plain words but for the metadata, and change neither the price nor what was approved', async () => {
    const details = { locale: 'fr-CA', timeZone: 'America/Toronto', orderNotes: 'Ring \u202etwice https://evil.example', quoteId: 'q-1', metadata: '{"a":"\u202e"}' };
    const checkout = await open({ details });
    expect(checkout.details).toMatchObject({ ...details, orderNotes: 'Ring twice [link removed]' });
    const done = await complete(checkout, { orderNotes: 'Leave it at the door' });
    expect(done).toMatchObject({ value: { outcome: 'completed', checkout: { details: { locale: 'fr-CA', orderNotes: 'Leave it at the door', metadata: details.metadata } } } });
    expect(await factsOf(checkout)).toMatchObject({ orderNotes: 'Leave it at the door', locale: 'fr-CA', quoteId: 'q-1' });
  });

  it('said again after a decline count as they were said last', async () => {
    const checkout = await open();
    const declining: Partial<PaymentPort> = { retrieve: () => Promise.resolve(null), authorize: () => Promise.resolve({ status: 'declined', reference: 'txn_x', reason: 'insufficient_funds' }) };
    const on = { ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, ...declining } } };
    expect(await complete(checkout, { marketingConsents: [{ channel: 'email', optedIn: true }] }, on)).toMatchObject({ value: { outcome: 'declined' } });
    expect(await complete(checkout, { marketingConsents: [{ channel: 'email', optedIn: false }] })).toMatchObject({ value: { outcome: 'completed' } });
    expect((await factsOf(checkout))?.marketingConsents).toEqual([{ channel: 'email', optedIn: false }]);
  });
});
