import { beforeAll, describe, expect, it } from 'vitest';
import { moveTicket, orderPassSecret } from '@/lib/kitchen';
import { getOrder } from '@/lib/order';
import { newUuid } from '@/lib/kernel/id';
import { makeCounter, moveTicketTo, orderWithTicket } from '@/lib/testing/ticket';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { arrive, cancelPass, loadPass, openPass, sendLink, tellCustomer } from '.';

let ctx: TestCtx;
let counter: Awaited<ReturnType<typeof makeCounter>>;

beforeAll(async () => {
  ctx = await testCtx();
  counter = await makeCounter(ctx);
});

type Promised = { topic: string; payload: { recipient: string; subject?: string; text: string; html?: string; status?: string; revision?: number } };

const promisedTo = (recipient: string): Promise<Promised[]> =>
  ctx.db.query<Promised>({ name: 'test.promised', text: `select topic, payload from outbox_event where payload->>'recipient' = $1 order by id`, values: [recipient] });
const changesOf = (orderId: string): Promise<Promised[]> =>
  ctx.db.query<Promised>({ name: 'test.changes', text: `select topic, payload from outbox_event where topic = 'kitchen.changed' and payload->>'orderId' = $1 order by id`, values: [orderId] });
const ticketOf = async (orderId: string) => {
  const rows = await ctx.db.query<{ status: string; receipt_seen_at: Date | null; arrived_at: Date | null; revision: number }>({
    name: 'test.ticket', text: 'select status, receipt_seen_at, arrived_at, revision from kitchen_ticket where order_id = $1', values: [orderId],
  });
  return rows[0];
};
const newEmail = () => `${newUuid()}@customer.example`;
const secretOf = (orderId: string) => orderPassSecret(ctx, orderId);

describe('a receipt', () => {
  it('is promised once for an event that comes twice, and at the same moment', async () => {
    const email = newEmail();
    const orderId = await orderWithTicket(ctx, counter, { email });
    const told = { orderId, status: 'paid' } as const;
    await Promise.all([1, 2, 3, 4].map(() => tellCustomer(ctx, told)));
    await tellCustomer(ctx, told);
    const mails = await promisedTo(email);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ topic: 'mail.send', payload: { subject: 'Your order at Test shop: code 4407' } });
    expect(mails[0]?.payload.text).toContain(`http://localhost:3000/orders/${orderId}/pass?key=${secretOf(orderId)}`);
  });

  it('is not sent where the order has no ticket, or no address', async () => {
    await tellCustomer(ctx, { orderId: newUuid(), status: 'paid' });
    const orderId = await orderWithTicket(ctx, counter, { email: null });
    const before = await ctx.db.query<{ n: bigint }>({ name: 'test.mails', text: `select count(*) as n from outbox_event where topic = 'mail.send'`, values: [] });
    await tellCustomer(ctx, { orderId, status: 'paid' });
    expect(await ctx.db.query({ name: 'test.mails', text: `select count(*) as n from outbox_event where topic = 'mail.send'`, values: [] })).toEqual(before);
  });

  it('holds the same link again when it is asked for, three times an hour, and only for the address on the order', async () => {
    const email = newEmail();
    const orderId = await orderWithTicket(ctx, counter, { email });
    await tellCustomer(ctx, { orderId, status: 'paid' });
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => sendLink(ctx, { orderId })));
    expect(asked.filter(({ ok }) => ok)).toHaveLength(3);
    expect(asked.filter(({ ok }) => !ok)).toEqual(Array(2).fill({ ok: false, error: { code: 'rate_limited', retryAfterSeconds: 3600 } }));
    const links = (await promisedTo(email)).map(({ payload }) => /\S+\/pass\?key=\S+/.exec(payload.text)?.[0]);
    expect(links).toEqual(Array(4).fill(`http://localhost:3000/orders/${orderId}/pass?key=${secretOf(orderId)}`));
    const later = { ...ctx, clock: { now: () => new Date(ctx.clock.now().getTime() + 3_600_001) } };
    expect(await sendLink(later, { orderId })).toEqual({ ok: true, value: undefined });
    expect(await sendLink(ctx, { orderId: newUuid() })).toEqual({ ok: false, error: { code: 'not_found' } });
  });
});

describe('each state', () => {
  it('is told once, in the language of the order, and by text message when it is ready', async () => {
    const email = newEmail();
    const phone = `+336${String(Date.now()).slice(-8)}`;
    const orderId = await orderWithTicket(ctx, counter, { email, phone, locale: 'fr-CA' });
    for (const status of ['paid', 'acknowledged', 'ready', 'ready', 'fulfilled', 'acknowledged'] as const) await tellCustomer(ctx, { orderId, status });
    expect((await promisedTo(email)).map(({ payload }) => payload.subject)).toEqual([
      'Votre commande chez Test shop : code 4407', 'Test shop prépare votre commande', 'Votre commande est prête : code 4407', 'Commande retirée chez Test shop',
    ]);
    expect(await promisedTo(phone)).toMatchObject([{ topic: 'sms.send', payload: { text: 'Test shop : votre commande est prête. Code 4407.' } }]);
  });
});

describe('the secret of an order', () => {
  it('verifies the address when its link is opened, once', async () => {
    const orderId = await orderWithTicket(ctx, counter);
    expect(await ticketOf(orderId)).toMatchObject({ receipt_seen_at: null });
    expect(await openPass(ctx, { orderId, secret: secretOf(orderId) })).toEqual({ ok: true, value: undefined });
    const seenAt = ctx.clock.now();
    expect(await ticketOf(orderId)).toMatchObject({ receipt_seen_at: seenAt });
    await openPass({ ...ctx, clock: { now: () => new Date(seenAt.getTime() + 5_000) } }, { orderId, secret: secretOf(orderId) });
    expect(await ticketOf(orderId)).toMatchObject({ receipt_seen_at: seenAt });
  });

  it.each(['', 'wrong', "another order's"])('%j opens, cancels and announces nothing', async (kind) => {
    const [orderId, other] = [await orderWithTicket(ctx, counter), await orderWithTicket(ctx, counter)];
    const secret = kind === "another order's" ? secretOf(other) : kind;
    const refused = { ok: false, error: { code: 'wrong_secret' } };
    expect(await openPass(ctx, { orderId, secret })).toEqual(refused);
    expect(await arrive(ctx, { orderId, secret })).toEqual(refused);
    expect(await cancelPass(ctx, { orderId, secret })).toEqual(refused);
    expect(await ticketOf(orderId)).toMatchObject({ status: 'paid', arrived_at: null, receipt_seen_at: null, revision: 1 });
    expect(await changesOf(orderId)).toEqual([]);
  });

  it('stands between a reader of the pass and the notes, and nobody is named to either', async () => {
    const orderId = await orderWithTicket(ctx, counter, { notes: 'No basil, please.', email: 'hidden@customer.example', phone: '+33612345678', name: 'Hidden Name' });
    const [read, held] = [await loadPass(ctx, orderId, { holdsSecret: false }), await loadPass(ctx, orderId, { holdsSecret: true })];
    expect(read).toMatchObject({ pickupCode: '4407', notes: null });
    expect(held).toMatchObject({ notes: 'No basil, please.' });
    const text = JSON.stringify(held, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const personal of ['hidden@customer', '33612345678', 'Hidden Name']) expect(text).not.toContain(personal);
  });
});

describe("I'm here", () => {
  it('is told to the kitchen once, and refused once the order is closed', async () => {
    const orderId = await orderWithTicket(ctx, counter);
    const command = { orderId, secret: secretOf(orderId) };
    await Promise.all([arrive(ctx, command), arrive(ctx, command)]);
    expect(await arrive(ctx, command)).toEqual({ ok: true, value: undefined });
    expect(await ticketOf(orderId)).toMatchObject({ arrived_at: ctx.clock.now(), revision: 2 });
    expect((await changesOf(orderId)).map(({ payload }) => payload)).toMatchObject([{ status: 'paid', revision: 2 }]);
    const closed = await orderWithTicket(ctx, counter);
    await cancelPass(ctx, { orderId: closed, secret: secretOf(closed) });
    expect(await arrive(ctx, { orderId: closed, secret: secretOf(closed) })).toEqual({ ok: false, error: { code: 'closed' } });
  });
});

describe('canceling', () => {
  it.each([
    ['captured, refunds all of it', { capture: true }, { status: 'canceled', paymentStatus: 'captured', refundedAmount: 1_650n }, ['canceled', 'refunded']],
    ['authorised and being captured, charges nothing in the end', { capture: false }, { status: 'canceled' }, ['canceled']],
  ])('an order whose payment is %s', async (_name, options, expected, states) => {
    const orderId = await orderWithTicket(ctx, counter, {}, options);
    const command = { orderId, secret: secretOf(orderId) };
    expect(await cancelPass(ctx, command)).toEqual({ ok: true, value: undefined });
    const order = await getOrder(ctx, orderId);
    expect(order).toMatchObject(expected);
    expect(order?.paymentStatus === 'voided' || order?.refundedAmount === order?.totalAmount).toBe(true);
    expect(await ticketOf(orderId)).toMatchObject({ status: states.at(-1) });
    expect((await changesOf(orderId)).map(({ payload }) => payload)).toMatchObject(states.map((status, index) => ({ status, revision: index + 2 })));
    expect(await cancelPass(ctx, command)).toEqual({ ok: true, value: undefined }); // again, it changes nothing
    expect(await getOrder(ctx, orderId)).toMatchObject({ refundedAmount: order?.refundedAmount });
  });

  it('is too late once the kitchen has begun', async () => {
    const orderId = await orderWithTicket(ctx, counter);
    await moveTicketTo(ctx, orderId, 'paid', 'acknowledged');
    expect(await cancelPass(ctx, { orderId, secret: secretOf(orderId) })).toEqual({ ok: false, error: { code: 'too_late' } });
    expect(await getOrder(ctx, orderId)).toMatchObject({ status: 'confirmed', refundedAmount: 0n });
  });

  it('and the acknowledgement of the kitchen, at one moment: exactly one wins, in twenty races', async () => {
    const wins = { canceled: 0, acknowledged: 0 };
    const wait = async (steps: number): Promise<void> => {
      for (let step = 0; step < steps; step++) await ctx.db.query({ name: 'test.step', text: 'select', values: [] });
    };
    // Whoever won begins later in the next race, so that they meet wherever the machine is fast or slow; both have to win.
    let lead = 0;
    for (let race = 0; race < 20 || (race < 80 && Math.min(wins.canceled, wins.acknowledged) === 0); race++) {
      const orderId = await orderWithTicket(ctx, counter);
      const acknowledge = async () => {
        await wait(lead);
        const moved = await moveTicket(ctx, { merchantId: counter.shop.merchantId, orderId, action: 'acknowledge', commandId: null, userId: null });
        return moved.ok && moved.value.outcome === 'moved';
      };
      const cancel = async () => {
        await wait(-lead);
        return cancelPass(ctx, { orderId, secret: secretOf(orderId) });
      };
      const [canceled, acknowledged] = await Promise.all([cancel(), acknowledge()]);
      lead += acknowledged ? 2 : -2;
      expect(canceled.ok).toBe(!acknowledged);
      const order = await getOrder(ctx, orderId);
      expect(await ticketOf(orderId)).toMatchObject({ status: acknowledged ? 'acknowledged' : 'refunded' });
      expect(order).toMatchObject(acknowledged ? { status: 'confirmed', refundedAmount: 0n } : { status: 'canceled', refundedAmount: 1_650n });
      wins[acknowledged ? 'acknowledged' : 'canceled'] += 1;
    }
    expect(Math.min(wins.canceled, wins.acknowledged), 'both have won').toBeGreaterThan(0);
  });
});
