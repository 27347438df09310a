import { beforeAll, describe, expect, it } from 'vitest';
import { endSnoozes, findItems, snoozeItem, SNOOZED_WITHOUT_END } from '@/lib/catalog';
import { completeCheckout, endOrder, getCheckout, refundOrder, resumeCompletions, type Checkout } from '@/lib/checkout';
import { readCatalogue } from '@/lib/feed';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { newUuid } from '@/lib/kernel/id';
import { getOrder, goodsOf, loadMerchantOrder, orderStage, shipOrder } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { findStorefront } from '@/lib/storefront';
import { buyPickup, makeHungryAgent, makeKitchen, openPickup, quotePickup } from '@/lib/testing/kitchen';
import { buyItems, makeAgent, makeShop, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { registerEndpoint } from '@/lib/webhook';
import { kitchenLoad, loadBoard, loadTicket, moveTicket, openTicket, orderPassSecret, quoteEta, setKitchenState, slotHasRoom, slotsOf, type KitchenAction, type Ticket } from './index';

let ctx: TestCtx;
let agent: TestAgent;

async function hasRoom(at: Ctx, { merchantId }: Shop, time: Date): Promise<boolean> {
  const storefront = await findStorefront(at, merchantId);
  return storefront !== null && slotHasRoom(at, { storefront, at: time });
}

beforeAll(async () => {
  ctx = await testCtx();
  agent = await makeHungryAgent(ctx);
});

async function relay(on: Ctx = ctx): Promise<void> {
  while ((await relayBatch(on, consumers)) > 0);
}

const ticketOf = async (orderId: string): Promise<Ticket> => {
  const ticket = await loadTicket(ctx, orderId);
  if (!ticket) throw new Error('no ticket');
  return ticket;
};

async function order(shop: Shop, on: Ctx = ctx): Promise<string> {
  const orderId = await buyPickup(ctx, shop, agent);
  await relay(on);
  return orderId;
}

const tap = (shop: Shop, orderId: string, action: KitchenAction, more: { commandId?: string; undoes?: Ticket['status'] } = {}) =>
  moveTicket(ctx, { merchantId: shop.merchantId, orderId, action, commandId: more.commandId ?? newUuid(), userId: null, undoes: more.undoes });
const outcomeOf = async (...given: Parameters<typeof tap>): Promise<string> => {
  const moved = await tap(...given);
  return moved.ok ? `${moved.value.outcome} ${moved.value.ticket.status} ${moved.value.ticket.revision}` : moved.error.code;
};

const pay = async (checkout: Checkout, token: string, on: Ctx = ctx) =>
  completeCheckout(on, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, token, wireVersion: '2026-04-17', resumed: false });
const read = async (checkout: Checkout): Promise<Checkout> => {
  const found = await getCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId } });
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
};
const timelineOf = async (shop: Shop, orderId: string) => (await loadMerchantOrder(ctx, { merchantId: shop.merchantId, orderId }))?.timeline.map(({ kind }) => kind);
const changesOf = async (orderId: string) =>
  (await ctx.db.query<{ payload: { status: string; revision: number } }>({ name: 'test.changes', text: `select payload from outbox_event where topic = 'kitchen.changed' and payload->>'orderId' = $1 order by id`, values: [orderId] })).map(
    ({ payload }) => `${payload.status} ${payload.revision}`,
  );
const placesOf = async (shop: Shop) =>
  (await ctx.db.query<{ status: string; count: number }>({ name: 'test.places', text: `select status, count(*)::int as count from pickup_place where merchant_id = $1 group by status order by status`, values: [shop.merchantId] })).map(
    ({ status, count }) => `${status} ${count}`,
  );

describe('a ticket', () => {
  it('opens with the order of a pickup, whatever wire it came by, with what the checkout knows, once', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    const ticket = await ticketOf(orderId);
    expect(ticket).toMatchObject({
      status: 'paid', revision: 1, contact: { name: 'Ada Test', phone: '+33 6 00 00 00 00', email: 'ada@buyer.example' }, notes: 'No olives, please.', locale: 'fr',
      etaAt: new Date('2026-11-21T12:07:00.000Z'), slotAt: new Date('2026-11-21T12:00:00.000Z'), etaStatus: 'provisional', windowStartsAt: null, closedAt: null,
    });
    expect(ticket.pickupCode).toMatch(/^\d{6}$/);
    expect(await openTicket(ctx, { merchantId: shop.merchantId, orderId })).toEqual(ticket);
    expect(await changesOf(orderId)).toEqual(['paid 1']);
    const [row] = await ctx.db.query<{ pass_secret_hash: string }>({ name: 'test.pass', text: 'select pass_secret_hash from kitchen_ticket where order_id = $1', values: [orderId] });
    expect(row?.pass_secret_hash).toBe(sha256Hex(orderPassSecret(ctx, orderId)));
  });

  it('stands with what the customer asked for at the quote', async () => {
    const shop = await makeKitchen(ctx);
    const checkout = await openPickup(ctx, shop, agent);
    const [startsAt, endsAt] = [new Date('2026-11-22T18:00:00.000Z'), new Date('2026-11-22T18:30:00.000Z')];
    await quotePickup(ctx, checkout, { startsAt, endsAt, etaAt: startsAt });
    const paid = await pay(checkout, await tokenFor(ctx, agent, checkout));
    await relay();
    const orderId = paid.ok ? paid.value.checkout.order?.id : undefined;
    expect(await ticketOf(orderId ?? '')).toMatchObject({ contact: { name: 'Bea Quote' }, locale: 'en', windowStartsAt: startsAt, windowEndsAt: endsAt, etaAt: startsAt, slotAt: startsAt });
  });

  it('opens neither for goods that are sent nor for a merchant without a storefront', async () => {
    const shop = await makeShop(ctx);
    const orderId = await buyItems(ctx, shop, await makeAgent(ctx));
    await relay();
    expect(await loadTicket(ctx, orderId)).toBeNull();
  });

  it('of an order that ended before the kitchen heard of it is closed from the start', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await buyPickup(ctx, shop, agent);
    await endOrder(ctx, { merchantId: shop.merchantId, orderId, key: newUuid(), lines: null, reason: null });
    await relay();
    expect((await ticketOf(orderId)).status).toMatch(/canceled|refunded/);
  });
});

describe('taps', () => {
  it('take an order from paid to fulfilled, and the order itself, its timeline and who listens hear of each', async () => {
    const shop = await makeKitchen(ctx);
    await registerEndpoint(ctx, { walletId: agent.walletId, agentId: agent.agentId, url: 'https://agent.example/hook', events: ['order.updated'] });
    const posted: unknown[] = [];
    const told: Ctx = { ...ctx, ports: { ...ctx.ports, webhook: { post: (_ctx, { body }) => Promise.resolve((posted.push(JSON.parse(body)), { status: 200, text: '' })) } } };
    const orderId = await order(shop, told);
    expect(await outcomeOf(shop, orderId, 'acknowledge')).toBe('moved acknowledged 2');
    expect(await outcomeOf(shop, orderId, 'delay')).toBe('moved acknowledged 3');
    expect((await ticketOf(orderId)).etaAt).toEqual(new Date('2026-11-21T12:12:00.000Z'));
    expect(await outcomeOf(shop, orderId, 'ready')).toBe('moved ready 4');
    const ready = await getOrder(ctx, orderId);
    expect(ready?.progress.fulfillments).toMatchObject([{ kind: 'pickup', status: 'ready_for_pickup' }]);
    expect(await outcomeOf(shop, orderId, 'fulfill')).toBe('moved fulfilled 5');
    const done = await getOrder(ctx, orderId);
    expect(done && orderStage(goodsOf(done))).toBe('completed');
    expect((await timelineOf(shop, orderId))?.filter((kind) => kind !== 'captured')).toEqual(['placed', 'kitchen_acknowledged', 'kitchen_delayed', 'ready_for_pickup', 'delivered']);
    expect(await changesOf(orderId)).toEqual(['paid 1', 'acknowledged 2', 'acknowledged 3', 'ready 4', 'fulfilled 5']);
    await relay(told);
    const mine = posted.flatMap((body) => (isEvent(body) && body.data.order_id === orderId ? [`${body.type} ${body.data.status} ${body.data.revision}`] : []));
    expect(mine).toEqual(['order.updated paid 1', 'order.updated acknowledged 2', 'order.updated acknowledged 3', 'order.updated ready 4', 'order.updated fulfilled 5']);
  });

  it('count once for their id, also when two come at the same moment', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    const commandId = newUuid();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(shop, orderId, 'delay', { commandId })));
    expect(outcomes.filter((outcome) => outcome === 'moved paid 2')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'repeated paid 2')).toHaveLength(7);
  });

  it('that no longer fit are answered with the ticket as it is, and change nothing', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    expect(await outcomeOf(shop, orderId, 'fulfill')).toBe('stale paid 1');
    await tap(shop, orderId, 'ready');
    expect(await outcomeOf(shop, orderId, 'acknowledge')).toBe('stale ready 2');
    expect(await outcomeOf(shop, orderId, 'delay')).toBe('stale ready 2');
    expect(await outcomeOf(shop, orderId, 'ready')).toBe('stale ready 2');
  });

  it('of two tablets at once move a ticket one step', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    const outcomes = await Promise.all([outcomeOf(shop, orderId, 'acknowledge'), outcomeOf(shop, orderId, 'acknowledge')]);
    expect(outcomes.toSorted()).toEqual(['moved acknowledged 2', 'stale acknowledged 2']);
  });

  it('take the last step back, and the goods with it; what is made again is handed over again', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    await tap(shop, orderId, 'acknowledge');
    await tap(shop, orderId, 'ready');
    expect(await outcomeOf(shop, orderId, 'undo', { undoes: 'ready' })).toBe('moved acknowledged 4');
    expect(await outcomeOf(shop, orderId, 'undo', { undoes: 'ready' })).toBe('stale acknowledged 4');
    expect((await getOrder(ctx, orderId))?.progress.fulfillments).toMatchObject([{ status: 'failed' }]);
    expect(await outcomeOf(shop, orderId, 'ready')).toBe('moved ready 5');
    expect(await outcomeOf(shop, orderId, 'no_show')).toBe('moved no_show 6');
    expect(await outcomeOf(shop, orderId, 'undo')).toBe('moved ready 7');
    expect(await outcomeOf(shop, orderId, 'fulfill')).toBe('moved fulfilled 8');
    expect(await outcomeOf(shop, orderId, 'undo')).toBe('stale fulfilled 8');
    const done = await getOrder(ctx, orderId);
    expect(done && orderStage(goodsOf(done))).toBe('completed');
  });

  it('of another merchant find no order, and its board shows none', async () => {
    const [shop, other] = [await makeKitchen(ctx), await makeKitchen(ctx)];
    const orderId = await order(shop);
    expect(await outcomeOf(other, orderId, 'acknowledge')).toBe('not_found');
    expect((await loadBoard(ctx, other.merchantId)).tickets).toEqual([]);
    expect((await loadBoard(ctx, shop.merchantId)).tickets).toMatchObject([{ orderId, status: 'paid', name: 'Ada Test', lines: [{ name: 'Margherita', quantity: 1 }] }]);
  });
});

describe('an order that ends', () => {
  it('takes its ticket along, frees its place, and stands on the board for a quarter of an hour', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    await tap(shop, orderId, 'acknowledge');
    await endOrder(ctx, { merchantId: shop.merchantId, orderId, key: newUuid(), lines: null, reason: null });
    await relay();
    expect((await changesOf(orderId)).slice(-2)).toEqual(['canceled 3', 'refunded 4']);
    expect(await placesOf(shop)).toEqual(['released 1']);
    expect((await loadBoard(ctx, shop.merchantId)).tickets).toMatchObject([{ orderId, status: 'refunded' }]);
    const later = await testCtx({ now: addSeconds(ctx.clock.now(), 16 * 60) });
    expect((await loadBoard(later, shop.merchantId)).tickets).toEqual([]);
    expect(await outcomeOf(shop, orderId, 'ready')).toBe('stale refunded 4');
  });

  it('by a refund of all is refunded; a part of it changes nothing', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    const refund = (amount: string | null) => refundOrder(ctx, { merchantId: shop.merchantId, orderId, amount, refundKey: newUuid() });
    await refund('1.00');
    expect((await ticketOf(orderId)).status).toBe('paid');
    await refund(null);
    expect(await ticketOf(orderId)).toMatchObject({ status: 'refunded', closedAt: ctx.clock.now() });
  });

  it('or that its merchant hands over by hand is ready on the board too', async () => {
    const shop = await makeKitchen(ctx);
    const orderId = await order(shop);
    await shipOrder(ctx, { merchantId: shop.merchantId, orderId, key: 'page', lines: null, carrier: null, trackingNumber: null, trackingUrl: null });
    expect((await ticketOf(orderId)).status).toBe('ready');
    expect(await outcomeOf(shop, orderId, 'fulfill')).toBe('moved fulfilled 3');
  });
});

describe('places in a quarter of an hour', () => {
  it('go to five of fifty that pay at once; the others are declined before any charge, and may try again', { timeout: 60_000 }, async () => {
    const shop = await makeKitchen(ctx);
    const checkouts = await Promise.all(Array.from({ length: 50 }, () => openPickup(ctx, shop, agent)));
    const tokens: string[] = [];
    for (const checkout of checkouts) tokens.push(await tokenFor(ctx, agent, checkout));
    const outcomes = await Promise.all(checkouts.map((checkout, index) => pay(checkout, tokens[index] ?? '')));
    expect(outcomes.filter((each) => each.ok && each.value.outcome === 'completed')).toHaveLength(5);
    expect(outcomes.filter((each) => each.ok && each.value.outcome === 'declined' && each.value.checkout.messages[0]?.code === 'slot_full')).toHaveLength(45);
    expect(await placesOf(shop)).toEqual(['taken 5']);
    const [charged] = await ctx.db.query<{ count: number }>({ name: 'test.charged', text: `select count(*)::int as count from network_transaction where checkout_id = any($1)`, values: [checkouts.map(({ id }) => id)] });
    expect(charged?.count).toBe(5);
    const at = ctx.clock.now();
    expect(await hasRoom(ctx, shop, at)).toBe(false);
    // A quarter later there is room, and the token that was refused still pays.
    const refused = outcomes.findIndex((each) => each.ok && each.value.outcome === 'declined');
    const later = await testCtx({ now: addSeconds(at, 240) });
    await setKitchenState(later, { merchantId: shop.merchantId, busyMinutes: 10 });
    const again = checkouts[refused];
    const paid = again && (await pay(again, tokens[refused] ?? '', later));
    expect(paid?.ok && paid.value.outcome).toBe('completed');
  });

  it('the last one goes to one of two', async () => {
    const shop = await makeKitchen(ctx, { slotCapacity: 1 });
    const [a, b] = [await openPickup(ctx, shop, agent), await openPickup(ctx, shop, agent)];
    const [tokenA, tokenB] = [await tokenFor(ctx, agent, a), await tokenFor(ctx, agent, b)];
    const outcomes = await Promise.all([pay(a, tokenA), pay(b, tokenB)]);
    expect(outcomes.map((each) => each.ok && each.value.outcome).toSorted()).toEqual(['completed', 'declined']);
  });

  it('come back when the card is declined', async () => {
    const shop = await makeKitchen(ctx, { slotCapacity: 1 });
    const declining: Ctx = { ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, authorize: () => Promise.resolve({ status: 'declined', reference: `txn_${newUuid()}`, reason: 'insufficient_funds' }) } } };
    const checkout = await openPickup(ctx, shop, agent);
    await pay(checkout, await tokenFor(ctx, agent, checkout), declining);
    expect((await read(checkout)).messages[0]?.code).toBe('payment_declined');
    expect(await placesOf(shop)).toEqual(['released 1']);
    await buyPickup(ctx, shop, agent);
    expect(await placesOf(shop)).toEqual(['released 1', 'taken 1']);
  });

  it('of a payment that fell silent are held for 300 s, and taken when it is resumed', async () => {
    const shop = await makeKitchen(ctx, { slotCapacity: 1 });
    const silent: Ctx = { ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, authorize: () => Promise.reject(new Error('the line went dead')) } } };
    const checkout = await openPickup(ctx, shop, agent);
    await pay(checkout, await tokenFor(ctx, agent, checkout), silent);
    const roomAt = async (seconds: number) => hasRoom(await testCtx({ now: addSeconds(ctx.clock.now(), seconds) }), shop, ctx.clock.now());
    expect([await roomAt(299), await roomAt(300)]).toEqual([false, true]);
    await resumeCompletions(await testCtx({ now: addSeconds(ctx.clock.now(), 10) }));
    expect(await placesOf(shop)).toEqual(['taken 1']);
  });

  it('of another quarter that a customer chose are counted apart', async () => {
    const shop = await makeKitchen(ctx, { slotCapacity: 1 });
    const startsAt = new Date('2026-11-21T18:00:00.000Z');
    const choose = async () => {
      const checkout = await openPickup(ctx, shop, agent);
      await quotePickup(ctx, checkout, { startsAt, endsAt: addSeconds(startsAt, 900), etaAt: startsAt });
      const paid = await pay(checkout, await tokenFor(ctx, agent, checkout));
      return paid.ok && paid.value.outcome;
    };
    await buyPickup(ctx, shop, agent);
    expect([await choose(), await choose()]).toEqual(['completed', 'declined']);
    const storefront = await findStorefront(ctx, shop.merchantId);
    const slots = storefront ? await slotsOf(ctx, { storefront, from: startsAt, days: 1 }) : [];
    expect(slots.slice(0, 2).map(({ left }) => left)).toEqual([0, 1]);
  });
});

describe('a kitchen', () => {
  it('that is paused takes nothing that nobody quoted, until its time is over; what was quoted before is kept', async () => {
    const shop = await makeKitchen(ctx);
    const until = addSeconds(ctx.clock.now(), 1800);
    expect(await setKitchenState(ctx, { merchantId: shop.merchantId, paused: true, pausedUntil: until })).toMatchObject({ paused: true, pausedUntil: until });
    const checkout = await openPickup(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, checkout);
    const refused = await pay(checkout, token);
    expect(refused.ok && refused.value.checkout.messages[0]).toMatchObject({ code: 'closed' });
    await quotePickup(ctx, checkout, { startsAt: null, endsAt: null, etaAt: ctx.clock.now() });
    const paid = await pay(checkout, token);
    expect(paid.ok && paid.value.outcome).toBe('completed');
    expect(await kitchenLoad(await testCtx({ now: until }), shop.merchantId)).toMatchObject({ paused: false, pausedUntil: null });
    await setKitchenState(ctx, { merchantId: shop.merchantId, paused: false });
    expect(await kitchenLoad(ctx, shop.merchantId)).toMatchObject({ paused: false, pausedUntil: null });
  });

  it('moves what it quotes by its busy delay and its open orders', async () => {
    const shop = await makeKitchen(ctx);
    await order(shop);
    await setKitchenState(ctx, { merchantId: shop.merchantId, busyMinutes: 20 });
    const storefront = await findStorefront(ctx, shop.merchantId);
    expect(storefront && (await quoteEta(ctx, { storefront, now: ctx.clock.now() }))).toMatchObject({ etaAt: new Date('2026-11-21T12:30:00.000Z'), load: { openOrders: 1, busyMinutes: 20 } });
  });

  it('marks an item out until a time: nobody can buy it, feeds say so, and hear when it is back', async () => {
    const shop = await makeKitchen(ctx);
    const { merchantId } = shop;
    const until = addSeconds(ctx.clock.now(), 1800);
    const feedOf = async (on: Ctx) => {
      const pages = [];
      for await (const page of readCatalogue(on, merchantId)) pages.push(...page);
      return pages.map(({ id, availability }) => `${id} ${availability}`);
    };
    const revisionOf = async () => (await ctx.db.query<{ revision: bigint }>({ name: 'test.revision', text: `select revision from item where merchant_id = $1 and id = 'mar'`, values: [merchantId] }))[0]?.revision;
    const open = await openPickup(ctx, shop, agent);
    const token = await tokenFor(ctx, agent, open);
    expect(await snoozeItem(ctx, { merchantId, itemId: 'mar', until })).toBe(true);
    expect(await feedOf(ctx)).toEqual(['dia in_stock', 'mar out_of_stock']);
    expect((await findItems(ctx, merchantId, ['mar', 'dia'])).has('mar')).toBe(false);
    const refused = await pay(open, token);
    expect(refused.ok && refused.value.checkout.messages[0]?.code).toBe('out_of_stock');
    expect((await loadBoard(ctx, merchantId)).items).toMatchObject([{ id: 'mar', snoozedUntil: until, endless: false }, { id: 'dia', snoozedUntil: null }]);
    const after = await testCtx({ now: until });
    const before = await revisionOf();
    await endSnoozes(ctx);
    expect(await revisionOf()).toBe(before);
    await endSnoozes(after);
    expect(await revisionOf()).not.toBe(before);
    expect(await feedOf(after)).toEqual(['dia in_stock', 'mar in_stock']);
    await snoozeItem(ctx, { merchantId, itemId: 'mar', until: SNOOZED_WITHOUT_END });
    expect((await loadBoard(after, merchantId)).items[0]).toMatchObject({ endless: true });
    expect(await snoozeItem(ctx, { merchantId, itemId: 'none', until })).toBe(false);
  });
});

type Event = { readonly type: string; readonly data: { readonly order_id: string; readonly status: string; readonly revision: string } };
const isEvent = (body: unknown): body is Event => typeof body === 'object' && body !== null && 'data' in body;
