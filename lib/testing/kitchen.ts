import { insertItem } from '@/lib/catalog';
import { createCheckout, type Checkout } from '@/lib/checkout';
import { insertTaxRate } from '@/lib/demo/store';
import { newUuid, randomToken } from '@/lib/kernel/id';
import { insertMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { insertSimulatedAccount } from '@/lib/payment-hub';
import { insertStorefront, WEEKDAYS, type NewStorefront } from '@/lib/storefront';
import { BUYER, makeAgent, payWith, tokenFor, type Shop, type TestAgent } from './shop';

const ALWAYS = WEEKDAYS.map((day) => ({ day, opensAt: '00:00', closesAt: '24:00' }));

/** A merchant of its own whose goods are fetched, in EUR and Paris: `mar` at 10.00, open round the clock, seven minutes to prepare, five orders in a quarter of an hour. */
export async function makeKitchen(ctx: Ctx, storefront: Partial<NewStorefront> = {}): Promise<Shop> {
  const merchantId = newUuid();
  const handle = `pizza-${merchantId.slice(0, 8)}`;
  await insertMerchant(
    ctx,
    {
      id: merchantId, handle, name: 'Test pizzeria', description: 'For tests.', currency: 'EUR', country: 'FR', timeZone: 'Europe/Paris', supportEmail: 'pizza@shop.example',
      verifiedDomain: null, fulfillmentKind: 'pickup', pickupLocation: null,
    },
    randomToken('whsec_'),
  );
  await insertItem(ctx, { merchantId, id: 'mar', name: 'Margherita', description: '', category: 'pizza', imagePath: null, currency: 'EUR', amount: 1_000n, stock: null }, 0);
  await insertItem(ctx, { merchantId, id: 'dia', name: 'Diavola', description: '', category: 'pizza', imagePath: null, currency: 'EUR', amount: 1_200n, stock: null }, 1);
  await insertTaxRate(ctx, merchantId, { country: 'FR', region: '', name: 'TVA', rateBasisPoints: 1_000 });
  await insertStorefront(ctx, {
    merchantId, status: 'live', address: '1 rue du Test, Lyon', city: 'Lyon', phone: '+33 4 00 00 00 00', defaultLocale: 'en', publishedLocales: ['en'], prepMinutes: 7, slotCapacity: 5,
    hours: { windows: ALWAYS, exceptions: [], notes: [] }, pages: [], ...storefront,
  });
  await insertSimulatedAccount(ctx, merchantId);
  return { merchantId, handle };
}

/** An agent that may buy for thousands of euros unasked. */
export const makeHungryAgent = (ctx: Ctx): Promise<TestAgent> =>
  makeAgent(ctx, { limits: [{ currency: 'EUR', perTransactionAmount: 100_000n, dailyAmount: 400_000n, monthlyAmount: 400_000n }] });

/** A pickup that is ready to be paid. */
export async function openPickup(ctx: Ctx, shop: Shop, agent: TestAgent, items = [{ id: 'mar', quantity: 1 }]): Promise<Checkout> {
  const checkout = await createCheckout(ctx, {
    merchantId: shop.merchantId,
    actor: { kind: 'agent', agentId: agent.agentId },
    wire: 'acp',
    wireVersion: '2026-04-17',
    items,
    buyer: { ...BUYER, phoneNumber: '+33 6 00 00 00 00' },
    details: { orderNotes: 'No olives, please.', locale: 'fr' },
  });
  if (!checkout.ok) throw new Error(`checkout refused: ${checkout.error.code}`);
  return checkout.value;
}

/** Buys a pickup to the end. Answers the order's id; its ticket comes with the outbox. */
export async function buyPickup(ctx: Ctx, shop: Shop, agent: TestAgent, items?: { id: string; quantity: number }[]): Promise<string> {
  const checkout = await openPickup(ctx, shop, agent, items);
  return payWith(ctx, agent, checkout, await tokenFor(ctx, agent, checkout));
}

/** A customer's own words at the quote, of a checkout that began as one: lib/quote writes them. */
export const quotePickup = (ctx: Ctx, checkout: Checkout, asked: { startsAt: Date | null; endsAt: Date | null; etaAt: Date }): Promise<void> =>
  ctx.db.write({
    name: 'test.quote',
    text: `insert into quote (merchant_id, id, payment_method, contact, locale, window_starts_at, window_ends_at, eta_at, quote_hash, content, expires_at, created_at)
           values ($1, $2, 'wallet', $3, 'en', $4, $5, $6, 'sha256:x', '{}', $7, $7)`,
    values: [
      checkout.merchantId, checkout.id, JSON.stringify({ name: 'Bea Quote', phone: '+33 6 11 11 11 11', email: 'bea@buyer.example' }), asked.startsAt, asked.endsAt, asked.etaAt,
      ctx.clock.now(),
    ],
  });
