import { newUuid } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { insertSimulatedAccount } from '@/lib/payment-hub';
import { insertStorefront, WEEKDAYS } from '@/lib/storefront';
import { buyItems, makeAgent, makeShop, type Shop, type TestAgent } from './shop';

export type TicketWish = { readonly email?: string | null; readonly phone?: string | null; readonly locale?: string; readonly notes?: string; readonly name?: string };

/** For as many teas as a test file orders. */
const WIDE = { currency: 'CAD', perTransactionAmount: 10_000n, dailyAmount: 400_000n, monthlyAmount: 400_000n } as const;

/** A shop with a storefront, and an agent that buys there. */
export async function makeCounter(ctx: Ctx): Promise<{ shop: Shop; agent: TestAgent }> {
  const shop = await makeShop(ctx);
  await insertStorefront(ctx, {
    merchantId: shop.merchantId, status: 'live', address: '1 Test Street, Toronto', city: 'Toronto', phone: '+1 416 555 0100', defaultLocale: 'en', publishedLocales: ['en', 'fr'],
    prepMinutes: 10, slotCapacity: 10, hours: { windows: WEEKDAYS.map((day) => ({ day, opensAt: '00:00', closesAt: '24:00' })), exceptions: [], notes: [] }, pages: [],
  });
  await insertSimulatedAccount(ctx, shop.merchantId);
  return { shop, agent: await makeAgent(ctx, { limits: [WIDE] }) };
}

/** A tea that is fetched: an order with its ticket, paid now, ready in ten minutes. Answers the order's id. */
export async function orderWithTicket(ctx: Ctx, { shop, agent }: { shop: Shop; agent: TestAgent }, wish: TicketWish = {}, options?: { capture: boolean }): Promise<string> {
  const orderId = await buyItems(ctx, shop, agent, undefined, options);
  const { email = `${newUuid()}@customer.example`, phone = null, locale = null, notes = null, name = 'Ada Test' } = wish;
  const now = ctx.clock.now();
  await ctx.db.query({
    name: 'test.open-ticket',
    text: `insert into kitchen_ticket (merchant_id, order_id, status, pickup_code, contact, locale, notes, slot_at, eta_at, eta_status, placed_at, pass_secret_hash)
           values ($1, $2, 'paid', '4407', $3, $4, $5, $6, $6::timestamptz + interval '10 minutes', 'provisional', $6, '')`,
    values: [shop.merchantId, orderId, JSON.stringify({ name, phone, email }), locale, notes, now],
  });
  return orderId;
}

/** What the kitchen does with a ticket that is still in `from`; false when it is not. */
export async function moveTicketTo(ctx: Ctx, orderId: string, from: string, to: 'acknowledged' | 'ready' | 'fulfilled'): Promise<boolean> {
  const rows = await ctx.db.query<{ order_id: string }>({
    name: `test.move-ticket-${to}`,
    text: `update kitchen_ticket set status = $3, ${to}_at = $4, revision = revision + 1 where order_id = $1 and status = $2 returning order_id`,
    values: [orderId, from, to, ctx.clock.now()],
  });
  return rows.length > 0;
}
