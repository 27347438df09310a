import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealTrails } from '@/lib/audit-trail';
import { cancelCheckout, capturePayment, completeCheckout, followNetwork, updateCheckout, type Checkout } from '@/lib/checkout';
import { insertDiscount } from '@/lib/discount';
import type { Db } from '@/lib/db';
import type { Ctx } from '@/lib/ports';
import { expireAuthorizations } from '@/lib/network';
import { askFor, makeAgent, makeShop, openCheckout, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { vaultToken } from '@/lib/testing/vault';
import { rejectStepUp } from '@/lib/wallet';
import { checks } from './checks';
import { countAudited, runAudit } from './index';
import { runChecks } from './run-audit';
import type { Difference } from './types';

// A world with a purchase in every state; then one fault after the other is planted in it by its owner, and rolled back.

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  agent = await makeAgent(ctx);
  await expire(await complete(ctx, await openCheckout(ctx, shop, agent)));
  await refundPart(await captureAll(await complete(ctx, await openCheckout(ctx, shop, agent))));
  await complete(ctx, await withCode(await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 2 }])));
  await voidCharge(await complete(ctx, await openCheckout(ctx, shop, agent)));
  const declining = withNetwork({ authorize: () => Promise.resolve({ status: 'declined', reference: 'txn_none', reason: 'insufficient_funds' }) });
  await complete(declining, await openCheckout(ctx, shop, agent));
  const silent = withNetwork({ authorize: () => Promise.reject(new Error('the line went dead')) });
  await complete(silent, await openCheckout(ctx, shop, agent));
  await voidCharge(await payByCard(await openCheckout(ctx, shop, null)));
  await tokenFor(ctx, agent, await openCheckout(ctx, shop, agent));
  const canceled = await openCheckout(ctx, shop, agent);
  await tokenFor(ctx, agent, canceled);
  await cancelCheckout(ctx, { checkoutId: canceled.id, actor: { kind: 'agent', agentId: agent.agentId } });
  await askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]));
  const rejected = await askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 9 }]));
  if (!rejected.ok || rejected.value.kind !== 'step_up') throw new Error('not asked');
  await ctx.db.query({
    name: 'test.authorization',
    text: `insert into spending_authorization (id, wallet_id, agent_id, merchant, currency, amount, used_amount, single_use, confirmation_id, created_at, expires_at)
           values ('auth_x', $1, $2, $3, 'CAD', 50000, 0, true, 'cnf_x', $4, $4::timestamptz + interval '1 day')`,
    values: [agent.walletId, agent.agentId, shop.handle, ctx.clock.now()],
  });
  await rejectStepUp(ctx, { approvalId: rejected.value.approvalId, walletId: agent.walletId });
  await sealTrails(ctx);
});

const withNetwork = (network: Partial<Ctx['ports']['payment']>): Ctx => ({ ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, ...network } } });

/** The same cart with a code that may be used ten times. */
async function withCode(checkout: Checkout): Promise<Checkout> {
  await insertDiscount(ctx, {
    merchantId: shop.merchantId, id: 'ten', code: 'TEN', name: 'Ten percent', percentBasisPoints: 1_000, offAmount: null, scope: 'order', targets: [], method: 'across', priority: 1,
    combinable: true, minimumAmount: 0n, startsAt: null, endsAt: null, maxRedemptions: 10, maxPerBuyer: null, firstPurchaseOnly: false,
  });
  const reduced = await updateCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, patch: { discountCodes: ['ten'] } });
  if (!reduced.ok) throw new Error(reduced.error.code);
  return reduced.value;
}

async function complete(on: Ctx, checkout: Checkout): Promise<Checkout> {
  const token = await tokenFor(ctx, agent, checkout);
  await completeCheckout(on, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, token, wireVersion: '2026-04-17', resumed: false });
  return checkout;
}

async function payByCard(checkout: Checkout): Promise<Checkout> {
  const actor = { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' } as const;
  await vaultToken(ctx, checkout);
  const token = await vaultToken(ctx, checkout);
  await completeCheckout(ctx, { checkoutId: checkout.id, actor, token, wireVersion: '2026-04-17', resumed: false });
  return checkout;
}

async function captureAll(checkout: Checkout): Promise<Checkout> {
  const events = await ctx.db.query<{ id: bigint; payload: { orderId: string; attemptId: string } }>({
    name: 'test.captures',
    text: `update outbox_event set delivered_at = $2 where topic = 'payment.capture'
              and aggregate_id = (select id from purchase_order where checkout_id = $1) returning id, payload`,
    values: [checkout.id, ctx.clock.now()],
  });
  for (const { payload } of events) await capturePayment(ctx, payload);
  return checkout;
}

async function chargeOf(checkout: Checkout): Promise<string> {
  const [charge] = await ctx.db.query<{ id: string }>({ name: 'test.charge', text: 'select id from network_transaction where checkout_id = $1', values: [checkout.id] });
  if (!charge) throw new Error('not charged');
  return charge.id;
}

async function follow(charge: string): Promise<void> {
  expect(await runAudit(ctx), 'while the store has not followed').toEqual([]);
  await followNetwork(ctx, charge);
  await ctx.db.query({ name: 'test.told', text: `update outbox_event set delivered_at = created_at where topic = 'payment.changed'`, values: [] });
}

/** The merchant voids an authorisation at the network, and the store follows. */
async function voidCharge(checkout: Checkout): Promise<void> {
  const charge = await chargeOf(checkout);
  await ctx.ports.payment.void(ctx, charge);
  await follow(charge);
}

/** Nobody captures an authorisation in its life. */
async function expire(checkout: Checkout): Promise<void> {
  await ctx.db.query({ name: 'test.lapse', text: 'update bank_hold set expires_at = $1', values: [ctx.clock.now()] });
  await expireAuthorizations(ctx);
  await follow(await chargeOf(checkout));
}

async function refundPart(checkout: Checkout): Promise<void> {
  const charge = await chargeOf(checkout);
  expect(await ctx.ports.payment.refund(ctx, { reference: charge, amount: 100n, refundKey: 'part' })).toMatchObject({ ok: true });
  await follow(charge);
}

/** What an audit finds after these statements of the owner, as the application's role; all of it is rolled back. */
async function auditAfter(...statements: string[]): Promise<Difference[]> {
  const client = new pg.Client({ connectionString: ctx.ownerUrl });
  await client.connect();
  const db: Db = {
    query: async ({ name, text, values }) => (await client.query({ name, text, values: [...values] })).rows as never,
    write: async ({ name, text, values }) => void (await client.query({ name, text, values: [...values] })),
    transaction: (work) => work(db),
  };
  try {
    await client.query('begin');
    for (const statement of statements) expect((await client.query(statement)).rowCount, statement).not.toBe(0);
    await client.query('set local role countersign_app');
    return await runChecks(db, ctx.clock.now());
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

const ORDERED = `(select checkout_id from purchase_order order by order_number limit 1)`;
const CAPTURED = `(select id from payment_attempt where status = 'captured')`;
const UNDER_WAY = `(select id from payment_attempt where status = 'authorizing')`;
const DECLINED = `(select id from payment_attempt where status = 'declined')`;
const UNCAPTURED = `(select id from payment_attempt where status = 'authorized')`;
const TRANSFERS_UNGUARDED = 'alter table ledger_transfer disable trigger user';
const TRAIL_UNGUARDED = ['audit_event', 'audit_link', 'audit_seal'].map((table) => `alter table ${table} disable trigger user`);
const TRAIL_UNBOUND = [...TRAIL_UNGUARDED, 'alter table audit_link drop constraint audit_link_wallet_id_event_id_fkey', 'alter table audit_seal drop constraint audit_seal_wallet_id_seq_fkey'];
const copyOf = (table: string, columns: string, values: string, where: string): string =>
  `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${columns.split(',').map((name, n) => `'${name}', ${values.split(',')[n]}`).join(', ')}))).* from ${table} t where ${where}`;

/** A hosted checkout of a checkout of the world, whose time was over long ago. */
const hostedRow = (status: string, paymentStatus: string, where: string, lateReference: string | null = null): string =>
  `insert into hosted_checkout (merchant_id, id, checkout_id, provider, url, amount, currency, snapshot_hash, status, payment_status, late_reference, expires_at, created_at)
   select merchant_id, 'cs_x', id, 'stripe', 'x', total_amount, currency, snapshot_hash, '${status}', '${paymentStatus}', ${lateReference === null ? 'null' : `'${lateReference}'`},
          created_at - interval '1 hour', created_at - interval '2 hours' from checkout where ${where} limit 1`;

const FAULTS: readonly (readonly [fault: string, check: string, statements: readonly string[]])[] = [
  ['a balance that was written by hand', 'ledger.sums', [`update ledger_account set credits_amount = credits_amount + 1 where kind = 'customer_available' and currency = 'CAD'`]],
  ['a transfer that no balance knows', 'ledger.sums', [TRANSFERS_UNGUARDED, copyOf('ledger_transfer', 'id,reference', `'trf_x','capture:x'`, `kind = 'capture'`)]],
  ['a transfer that is gone', 'ledger.sums', [TRANSFERS_UNGUARDED, `delete from ledger_transfer where kind = 'capture'`]],
  ['money out of nothing', 'ledger.zero', [`update ledger_account set credits_amount = credits_amount + 1 where id = 'la_funding_CAD'`]],
  ['a customer below zero', 'ledger.bounds', [
    'alter table ledger_account drop constraint ledger_account_not_negative',
    `update ledger_account set debits_amount = credits_amount + 1 where kind = 'customer_held' and currency = 'CAD'`,
  ]],
  ['a capture that the hold does not know', 'bank.transfers', [`update bank_hold set captured_amount = captured_amount - 1 where status = 'captured'`]],
  ['a hold that is gone', 'bank.transfers', [`delete from bank_hold where status = 'captured'`]],
  ['a hold without money', 'bank.transfers', [TRANSFERS_UNGUARDED, `delete from ledger_transfer where kind = 'hold'`]],
  ['a capture paid to the customer', 'bank.accounts', [
    TRANSFERS_UNGUARDED,
    `update ledger_transfer t set credit_account_id = a.available_account_id from bank_account a where t.kind = 'capture' and a.held_account_id = t.debit_account_id`,
  ]],
  ['a hold at a bank that nobody routed to', 'bank.route', [`update network_transaction set bank = 'harbour' where status = 'authorized'`]],
  ['a card that draws on another bank', 'bank.route', [`update bank_card set bank = 'harbour'`]],
  ['an account in the ledger of another bank', 'bank.route', [`update bank_account set bank = 'harbour'`]],
  ['a hold that is open and says it is not', 'bank.status', [`update bank_hold set status = 'released' where status = 'held'`]],
  ['more held than the holds', 'bank.held', [`update ledger_account set credits_amount = credits_amount + 7 where kind = 'customer_held' and currency = 'CAD'`]],
  ['a refund that the hold does not know', 'bank.transfers', [`update bank_hold set refunded_amount = 0 where refunded_amount > 0`]],
  ['a refund paid to nobody\'s card', 'bank.accounts', [
    TRANSFERS_UNGUARDED,
    `update ledger_transfer t set credit_account_id = a.held_account_id from bank_account a where t.kind = 'refund' and a.available_account_id = t.credit_account_id`,
  ]],
  ['a refund that the network does not know', 'payment.refund', [`update network_transaction set refunded_amount = 0 where refunded_amount > 0`]],
  ['more refunds under way than were captured', 'payment.refund', [
    `insert into network_refund select 'ref_x', id, 'x', captured_amount + 1, 'requested', created_at, created_at from network_transaction where refunded_amount > 0`,
  ]],
  ['a refund that nobody took to its end', 'payment.silent_refund', [`update network_refund set status = 'requested', created_at = created_at - interval '1 day'`]],
  ['a hold beyond its life', 'payment.lapsed', [`update bank_hold set expires_at = created_at - interval '11 minutes' where status = 'held'`]],
  ['an order that does not tell its refund', 'payment.order_refund', [`update purchase_order set refunded_amount = 0 where refunded_amount > 0`]],
  ['an order that tells more than was refunded', 'payment.order_refund', [`update purchase_order set refunded_amount = refunded_amount + 1 where refunded_amount > 0`]],
  ['an authorisation that expired and still holds money', 'payment.hold', [`update network_transaction set status = 'expired' where status = 'authorized'`]],
  ['an expired charge whose order stands', 'payment.charge', [`update payment_attempt set status = 'captured' where status = 'expired'`]],
  ['an authorisation without a hold', 'payment.hold', [`delete from bank_hold where status = 'held'`]],
  ['a hold without an authorisation', 'payment.hold', [`delete from network_transaction where status = 'authorized'`]],
  ['a declined charge that still holds money', 'payment.hold', [`update network_transaction set status = 'declined' where status = 'authorized'`]],
  ['a capture that the bank does not know', 'payment.hold', [`update network_transaction set status = 'captured', captured_amount = amount where status = 'authorized'`]],
  ['a charge of another amount', 'payment.charge', [`update network_transaction set amount = amount + 1 where status = 'authorized'`]],
  ['a charge that nobody asked for', 'payment.charge', [`update network_transaction set idempotency_key = 'att_x' where status = 'authorized'`]],
  ['a declined attempt that charged', 'payment.charge', [copyOf('network_transaction', 'id,idempotency_key', `'txn_x',${DECLINED}`, `status = 'authorized'`)]],
  ['a capture that did not happen', 'payment.charge', [`update payment_attempt set status = 'captured' where id = ${UNCAPTURED}`]],
  ['a void that the store never learns of', 'payment.charge', [
    `update outbox_event set delivered_at = created_at where topic = 'payment.capture' and delivered_at is null`,
    `update network_transaction set status = 'voided' where status = 'authorized'`,
  ]],
  ['a charge at a provider that nobody was asked for', 'payment.provider_charge', [`update payment_attempt set credential = jsonb_set(credential, '{kind}', '"provider"') where id = ${CAPTURED}`]],
  ['a charge without an order', 'payment.order', [
    `delete from sold_line where order_id in (select id from purchase_order where attempt_id = ${CAPTURED})`,
    `delete from purchase_order where attempt_id = ${CAPTURED}`,
  ]],
  ['an order without a charge', 'payment.order', [`delete from payment_attempt where id = ${CAPTURED}`]],
  ['an order of a declined payment', 'payment.order', [copyOf('purchase_order', 'id,checkout_id,attempt_id', `'o_x',(select checkout_id from payment_attempt where status = 'declined'),${DECLINED}`, `attempt_id = ${CAPTURED}`)]],
  ['an order that says captured too early', 'payment.order', [`update purchase_order set payment_status = 'captured' where payment_status = 'authorized'`]],
  ['an order of another amount', 'payment.order', [`update purchase_order set total_amount = total_amount - 1 where payment_status = 'captured'`]],
  ['a completed checkout without an order', 'payment.checkout', [`update checkout set status = 'completed' where status = 'canceled'`]],
  ['an order of a checkout that is open', 'payment.checkout', [`update checkout set status = 'ready' where id = ${ORDERED}`]],
  ['a completed checkout of another total', 'payment.checkout', [`update checkout set total_amount = total_amount + 1 where id = ${ORDERED}`]],
  ['a checkout that is paid by nobody', 'payment.paying', [`update checkout set status = 'paying' where status = 'canceled'`]],
  ['an attempt on a checkout that is not being paid', 'payment.paying', [`update checkout set status = 'ready' where status = 'paying'`]],
  ['a hosted checkout that was paid and has no order', 'hosted.order', [hostedRow('complete', 'paid', `status = 'canceled'`)]],
  ['a payment that came too late and was not given back', 'hosted.late', [hostedRow('expired', 'unpaid', `status = 'canceled'`, 'pi_late')]],
  ['a payment that came too late and pays', 'hosted.late', [
    hostedRow('expired', 'unpaid', `status = 'canceled'`, 'pi_late'),
    `insert into stripe_refund (payment_intent_id, refund_key, amount, asked_at, refund_id) values ('pi_late', 'hosted-cs_x', 1, now(), 're_x')`,
    `update hosted_checkout set late_reference = (select network_transaction_id from payment_attempt where id = ${CAPTURED})`,
  ]],
  ['a hosted checkout that nobody closed', 'hosted.overdue', [hostedRow('open', 'unpaid', `status = 'canceled'`)]],
  ['an attempt that nobody took over', 'payment.overdue', [`update payment_attempt set leased_until = leased_until - interval '11 minutes' where id = ${UNDER_WAY}`]],
  ['a capture that was forgotten', 'payment.capture', [`delete from outbox_event where topic = 'payment.capture' and delivered_at is null`]],
  ['a token of the vault that is live after it paid', 'token.vault', [`update vault_token set status = 'live', used_at = null where status = 'used'`]],
  ['a used token of the vault that paid nothing', 'token.vault', [`update vault_token set status = 'used', used_at = created_at where status = 'live'`]],
  ['a card that was charged beyond its allowance', 'token.vault', [`update vault_token set max_amount = 1 where status = 'used'`]],
  ['a card that was charged after its allowance', 'token.vault', [`update vault_token set expires_at = used_at where status = 'used'`]],
  ['a card that was charged for another checkout', 'token.vault', [`update vault_token set checkout_id = 'x' where status = 'used'`]],
  ['an attempt with a card of nobody', 'token.vault', [`update payment_attempt set token_id = 'tok_y' where credential->>'kind' = 'vault'`]],
  ['a live token of a payment that is over', 'token.payment', [`update agent_payment set status = 'expired' where id = (select payment_id from payment_token where status = 'live')`]],
  ['a token over more than was approved', 'token.payment', [`update payment_token set amount = amount + 1 where status = 'live'`]],
  ['a token of no payment', 'token.payment', [`update payment_token set payment_id = 'pay_x' where status = 'live'`]],
  ['two live tokens of one checkout', 'token.one_live', ['drop index payment_token_one_live', copyOf('payment_token', 'id,token_hash', `'tok_x','x'`, `status = 'live'`)]],
  ['a token that is live after it paid', 'token.used', [`update payment_token set status = 'live' where id = (select token_id from payment_attempt where id = ${CAPTURED})`]],
  ['a used token that paid nothing', 'token.used', [`update payment_token set status = 'used', used_at = created_at where status = 'live'`]],
  ['a completed payment whose attempt was declined', 'token.used', [`update agent_payment set status = 'completed' where status = 'failed'`]],
  ['an attempt with a token of nobody', 'token.used', [`update payment_attempt set token_id = 'tok_x' where id = ${CAPTURED}`]],
  ['a completed payment that spent no token', 'token.outcome', [`update agent_payment set status = 'completed' where status = 'voided'`]],
  ['a rejected payment that spent a token', 'token.outcome', [`update agent_payment set status = 'rejected' where status = 'completed'`]],
  ['a person who approved nothing', 'token.approval', [`update agent_payment set human_present = true where status = 'completed'`]],
  ['a purchase that needed a person and went through without', 'token.approval', [`update agent_payment set status = 'completed' where status = 'step_up_required'`]],
  ['an approval of another amount', 'token.approval', [`update approval set amount = amount - 1 where status = 'pending'`]],
  ['a question that was answered and still waits', 'token.approval', [`update agent_payment set status = 'step_up_required' where status = 'rejected'`]],
  ['usage that was forgotten', 'budget.usage', [`update spending_usage set amount = amount - 1 where window_key like 'd:%'`]],
  ['usage that is gone', 'budget.usage', [`delete from spending_usage where window_key like 'm:%'`]],
  ['a week that was forgotten', 'budget.usage', [`update spending_usage set amount = amount - 1 where window_key like 'w:%'`]],
  ['usage that counts for another wallet', 'budget.wallet', [`update spending_usage set wallet_id = 'wal_x' where window_key like 'w:%'`]],
  ['a hold in a week of another day', 'budget.wallet', [`update spending_hold set week_key = 'w:2026-W01' where status = 'used'`]],
  ['an authorisation that was drawn on by nobody', 'budget.authorization', [`update spending_authorization set used_amount = 1`]],
  ['an authorisation for one purchase that paid two', 'budget.authorization', [
    `update spending_hold set authorization_id = (select id from spending_authorization) where status = 'used' and automatic`,
    `update spending_authorization set used_amount = (select sum(amount) from spending_hold where authorization_id is not null and status in ('held', 'used'))`,
  ]],
  ['a hold that was released and still counts', 'budget.usage', [`update spending_hold set status = 'released' where status = 'used'`]],
  ['a payment that counts nothing', 'budget.hold', [`delete from spending_hold where status = 'held'`]],
  ['a hold of another amount', 'budget.hold', [`update spending_hold set amount = amount - 1 where status = 'used'`]],
  ['a hold that was not released', 'budget.hold', [`update spending_hold set status = 'held' where status = 'released'`]],
  ['a purchase that is said to be a person\'s', 'budget.hold', [`update spending_hold set automatic = false where status = 'used'`]],
  ['goods sold and not taken off the shelf', 'stock.reservation', [`delete from stock_reservation where status = 'committed'`]],
  ['fewer goods than were sold', 'stock.reservation', [`update stock_reservation set quantity = quantity + 1 where status = 'committed'`]],
  ['goods set aside for nobody', 'stock.reservation', [`update stock_reservation set status = 'held' where status = 'released'`]],
  ['goods sold before they were paid', 'stock.reservation', [`update stock_reservation set status = 'committed' where status = 'held'`]],
  ['a discount that counts for nobody', 'discount.redemption', [`delete from discount_redemption`]],
  ['a discount of another amount', 'discount.redemption', [`update discount_redemption set amount = amount + 1`]],
  ['a discount that counts for a checkout that is not paid', 'discount.redemption', [`update discount_redemption set checkout_id = (select id from checkout where status = 'canceled')`]],
  ['a discount that was counted twice', 'discount.count', [`update discount set redeemed_count = 2`]],
  ['an event that was changed', 'trail.content', [...TRAIL_UNGUARDED, `update audit_event set detail = '{}' where kind = 'agent.created'`]],
  ['an event that was dated back', 'trail.content', [...TRAIL_UNGUARDED, `update audit_event set at = at - interval '1 day' where kind = 'agent.created'`]],
  ['an event that is gone', 'trail.content', [...TRAIL_UNBOUND, `delete from audit_event where kind = 'agent.created'`]],
  ['a link with the hash of something else', 'trail.content', [...TRAIL_UNGUARDED, `update audit_link set hash = repeat('a', 64) where seq = 1`]],
  ['a link that was written anew', 'trail.chain', [...TRAIL_UNGUARDED, `update audit_link set hash = encode(sha256(convert_to(content || ' ', 'UTF8')), 'hex') where seq = 1`]],
  ['a link that is gone with its event', 'trail.chain', [
    ...TRAIL_UNBOUND,
    'delete from audit_event where id = (select event_id from audit_link where seq = 2)',
    'delete from audit_link where seq = 2',
  ]],
  ['two events in each other\'s place', 'trail.chain', [
    ...TRAIL_UNBOUND,
    'update audit_link set seq = 1000 where seq = 2',
    'update audit_link set seq = 2 where seq = 3',
    'update audit_link set seq = 3 where seq = 1000',
  ]],
  ['an event beside the chain', 'trail.event', [copyOf('audit_event', 'id', `'evt_x'`, `kind = 'agent.created'`)]],
  ['an end of the trail that was cut off', 'trail.seal', [
    ...TRAIL_UNBOUND,
    'delete from audit_event where id = (select event_id from audit_link order by seq desc limit 1)',
    'delete from audit_link where seq = (select max(seq) from audit_link)',
  ]],
  ['an end of the trail that nobody signed', 'trail.seal', [...TRAIL_UNGUARDED, 'delete from audit_seal']],
];

describe('an audit', () => {
  it('finds no difference in a world with a purchase in every state', async () => {
    expect(await runAudit(ctx)).toEqual([]);
    expect(await countAudited(ctx)).toMatchObject({ checks: checks.length, orders: 5 });
  });

  it.each(FAULTS)('finds %s (%s)', async (_fault, check, statements) => {
    const found = await auditAfter(...statements);
    expect(found.map((difference) => difference.check)).toContain(check);
    for (const { id, detail } of found) expect([id, detail]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  });

  it('has a planted fault for every check', () => {
    expect(new Set(FAULTS.map(([, check]) => check))).toEqual(new Set(checks.map(({ name }) => name)));
  });

  it('tells ids and figures', async () => {
    const [hold] = await ctx.db.query<{ payment_id: string }>({ name: 'test.used', text: `select payment_id from spending_hold where status = 'used' and amount = 1650`, values: [] });
    const found = await auditAfter(`update spending_hold set amount = 1600 where status = 'used' and amount = 1650`);
    expect(found).toContainEqual({ check: 'budget.hold', id: hold?.payment_id, detail: 'payment completed 1650 CAD, hold used 1600 CAD' });
    expect(found).toContainEqual({ check: 'budget.usage', id: agent.agentId, detail: 'd:2026-11-21 CAD counts 7480, its holds come to 7430' });
  });
});
