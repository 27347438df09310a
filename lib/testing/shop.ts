import { createConfirmedAgent, type AgentLimit, type AgentPermission } from '@/lib/agent';
import { insertItem } from '@/lib/catalog';
import { capturePayment, completeCheckout, createCheckout, type Checkout } from '@/lib/checkout';
import { insertShippingRate, insertTaxRate } from '@/lib/demo/store';
import { createUser, createWallet, giveDemoCard } from '@/lib/identity';
import { newUuid, randomToken } from '@/lib/kernel/id';
import type { Currency } from '@/lib/kernel/money';
import { ensureSigningKeys } from '@/lib/mandate';
import { insertMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { requestPayment, type PaymentAnswer } from '@/lib/wallet';

export const TORONTO = { name: 'Ada Test', line_one: '1 Test Street', city: 'Toronto', state: 'ON', country: 'CA', postal_code: 'M5V 2T6' };
export const BUYER = { email: 'ada@buyer.example', firstName: 'Ada', lastName: 'Test' };

export type Shop = { readonly merchantId: string; readonly handle: string };
export type Wallet = { readonly walletId: string; readonly userId: string };
export type TestAgent = Wallet & { readonly agentId: string; readonly clientId: string; readonly clientSecret: string };

/** A merchant of its own: ships to Canada for 5.00, 10 % tax; item `tea` at 10.00 with plenty in stock, `last` at 10.00 with one. */
export async function makeShop(ctx: Ctx, currency: Currency = 'CAD'): Promise<Shop> {
  const merchantId = newUuid();
  const handle = `shop-${merchantId.slice(0, 8)}`;
  await insertMerchant(
    ctx,
    {
      id: merchantId, handle, name: 'Test shop', description: 'For tests.', currency, country: 'CA', timeZone: 'America/Toronto',
      supportEmail: 'shop@shop.example', verifiedDomain: null, fulfillmentKind: 'shipping', pickupLocation: null,
    },
    randomToken('whsec_'),
  );
  const item = { merchantId, description: '', category: 'pantry', imagePath: null, currency };
  await insertItem(ctx, { ...item, id: 'tea', name: 'Tea', amount: 1_000n, stock: 1_000_000n }, 0);
  await insertItem(ctx, { ...item, id: 'last', name: 'The last one', amount: 1_000n, stock: 1n }, 1);
  const rate = { id: 'post', title: 'Post', description: '', carrier: 'Post', country: 'CA', amount: 500n, minDays: 1, maxDays: 3 };
  await insertShippingRate(ctx, merchantId, rate, 0);
  await insertTaxRate(ctx, merchantId, { country: 'CA', region: '', name: 'Tax', rateBasisPoints: 1_000 });
  return { merchantId, handle };
}

/** An owner with a wallet and a funded card (5,000.00 CAD and EUR). */
export async function makeWallet(ctx: Ctx, timeZone = 'America/Toronto'): Promise<Wallet> {
  await ensureSigningKeys(ctx);
  const user = await createUser(ctx, { email: `${newUuid()}@owner.example`, password: 'a long password', displayName: 'Owner', emailVerified: true });
  if (!user.ok) throw new Error('the address was taken');
  const { userId } = user.value;
  const walletId = await createWallet(ctx, { userId, timeZone });
  await giveDemoCard(ctx, { userId, walletId });
  return { walletId, userId };
}

const ALL: readonly AgentPermission[] = ['browse_products', 'create_cart', 'initiate_purchase', 'complete_purchase', 'view_orders'];

/** A confirmed agent, by default with CAD 50 a purchase, 200 a day, 1000 a month. */
export async function makeAgent(ctx: Ctx, options: { wallet?: Wallet; limits?: readonly AgentLimit[]; permissions?: readonly AgentPermission[] } = {}): Promise<TestAgent> {
  const wallet = options.wallet ?? (await makeWallet(ctx));
  const limits = options.limits ?? [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n }];
  const agent = await createConfirmedAgent(ctx, { walletId: wallet.walletId, name: 'Test agent', permissions: options.permissions ?? ALL, limits });
  return { ...wallet, ...agent };
}

/** A checkout that is ready: `quantity` teas to Toronto come to 5.50 + 11.00 each. */
export async function openCheckout(ctx: Ctx, shop: Shop, agent: TestAgent | null, items = [{ id: 'tea', quantity: 1 }]): Promise<Checkout> {
  const checkout = await createCheckout(ctx, {
    merchantId: shop.merchantId,
    actor: agent ? { kind: 'agent', agentId: agent.agentId } : { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' },
    wire: 'acp',
    wireVersion: '2026-04-17',
    items,
    buyer: BUYER,
    address: TORONTO,
  });
  if (!checkout.ok) throw new Error(`checkout refused: ${checkout.error.code}`);
  return checkout.value;
}

/** The agent asks for exactly what the checkout costs. */
export const askFor = (ctx: Ctx, agent: TestAgent, checkout: Checkout, more: Partial<Parameters<typeof requestPayment>[1]> = {}) =>
  requestPayment(ctx, {
    agentId: agent.agentId,
    scopes: ALL,
    merchant: checkout.merchantId,
    checkoutId: checkout.id,
    amount: checkout.totals.totalAmount,
    currency: checkout.currency,
    withToken: true,
    ...more,
  });

/** The token of a request that must be granted. */
export async function tokenFor(ctx: Ctx, agent: TestAgent, checkout: Checkout): Promise<string> {
  const asked = await askFor(ctx, agent, checkout);
  const answer: PaymentAnswer | null = asked.ok ? asked.value : null;
  if (answer?.kind !== 'granted' || answer.token === null) throw new Error(`not granted: ${JSON.stringify(asked)}`);
  return answer.token;
}

/** Pays a checkout with a token and captures the payment, unless it is to stay authorised. Answers the order's id. */
export async function payWith(ctx: Ctx, agent: TestAgent, checkout: Checkout, token: string, { capture = true } = {}): Promise<string> {
  const actor = { kind: 'agent', agentId: agent.agentId } as const;
  const done = await completeCheckout(ctx, { checkoutId: checkout.id, actor, token, wireVersion: '2026-04-17', resumed: false });
  if (!done.ok || done.value.outcome !== 'completed') throw new Error(`not completed: ${JSON.stringify(done)}`);
  const [event] = await ctx.db.query<{ payload: { orderId: string; attemptId: string } }>({
    name: 'test.capture-of-checkout',
    text: `select payload from outbox_event where topic = 'payment.capture'
            and aggregate_id = (select id from purchase_order where checkout_id = $1)`,
    values: [checkout.id],
  });
  if (!event) throw new Error('the order promised no capture');
  if (capture) await capturePayment(ctx, event.payload);
  return event.payload.orderId;
}

/** Buys within the limits, to the end. Answers the order's id. */
export async function buyItems(ctx: Ctx, shop: Shop, agent: TestAgent, items?: { id: string; quantity: number }[], options?: { capture: boolean }): Promise<string> {
  const checkout = await openCheckout(ctx, shop, agent, items);
  return payWith(ctx, agent, checkout, await tokenFor(ctx, agent, checkout), options);
}
