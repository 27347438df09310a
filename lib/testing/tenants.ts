import { updateAgent } from '@/lib/agent';
import { sealTrails } from '@/lib/audit-trail';
import { addRequestKey, issueApiKey } from '@/lib/auth';
import { startAuthentication, type AuthenticationActor } from '@/lib/authentication';
import { listCards } from '@/lib/bank';
import { createCart } from '@/lib/cart';
import type { Checkout, CheckoutActor } from '@/lib/checkout';
import { insertDiscount } from '@/lib/discount';
import { addMember, createUser, type MemberRole } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { newId, newUuid } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { insertSection } from '@/lib/menu';
import { shipOrder } from '@/lib/order';
import { insertFulfillment } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { chooseNotifications, subscribeDevice } from '@/lib/notification';
import { insertSimulatedAccount } from '@/lib/payment-hub';
import { insertStorefront, WEEKDAYS } from '@/lib/storefront';
import { importSheet } from '@/lib/sheet';
import { chooseStoreNotices } from '@/lib/store-notice';
import { registerEndpoint, registerMerchantEndpoint } from '@/lib/webhook';
import { buy, makeOwner, type Owner } from './evidence';
import { createPushBrowser } from './push-browser';
import { askFor, makeShop, openCheckout, TORONTO, tokenFor, type Shop } from './shop';

/** A wallet, and a merchant that no other wallet bought from. */
export type Tenants = {
  readonly owner: Owner;
  readonly shop: Shop;
  /** User ids of the merchant's people. */
  readonly members: Readonly<Record<MemberRole, string>>;
  /** Of someone who is asked to work there. */
  readonly invitationId: string;
  readonly ingredientId: string;
  /** Of the merchant's owner, who holds no wallet. */
  readonly memberPasskeyId: string;
  /** Of a sign-in of the merchant's owner. */
  readonly memberSessionHandle: string;
  readonly merchantKey: string;
  /** Of a key that nothing is called with: its requests must be signed. */
  readonly merchantKeyId: string;
  readonly requestKeyId: string;
  /** Of the purchase that went to its end. */
  readonly paymentId: string;
  readonly orderId: string;
  readonly transactionId: string;
  /** Has a live token. */
  readonly checkout: Checkout;
  /** Opened with the merchant's key. */
  readonly keyCheckout: Checkout;
  readonly cartId: string;
  /** Made with the merchant's key. */
  readonly keyCartId: string;
  /** Of a card, begun by the owner's agent, and with the merchant's key. */
  readonly authenticationId: string;
  readonly keyAuthenticationId: string;
  /** Waits for the owner. */
  readonly approvalId: string;
  readonly webhookId: string;
  readonly pushSubscriptionId: string;
  readonly cardId: string;
  readonly merchantWebhookId: string;
  /** Another of the merchant's. */
  readonly consoleWebhookId: string;
  /** Of the orchestrator's. */
  readonly opsWebhookId: string;
  /** Of the order, on its way. */
  readonly fulfillmentId: string;
  /** Of an event of the order. */
  readonly deliveryId: string;
  /** Of the order. */
  readonly returnId: string;
  readonly authorizationId: string;
  /** A device request that waits for this owner. */
  readonly grantId: string;
  readonly passkeyId: string;
  /** Of a sign-in of the owner's that nothing else here uses. */
  readonly sessionHandle: string;
};

/** Two tenants who know each other, with rows in every table that pages may read. */
export async function makeTenants(ctx: Ctx): Promise<Tenants> {
  const shop = await makeShop(ctx);
  const owner = await makeOwner(ctx);
  const paymentId = await buy(ctx, shop, owner, 1);
  const checkout = await openCheckout(ctx, shop, owner.agent);
  await tokenFor(ctx, owner.agent, checkout);
  await askToWiden(ctx, owner);
  await addRows(ctx, shop, checkout);
  await addTerms(ctx, shop, checkout);
  const purchase = await findPurchase(ctx, shop);
  await addStorefront(ctx, shop, { checkoutId: checkout.id, orderId: purchase.orderId });
  const approvalId = await askBeyondLimit(ctx, shop, owner);
  await sealTrails(ctx);
  const members = { owner: await makeMember(ctx, shop, 'owner'), manager: await makeMember(ctx, shop, 'manager'), staff: await makeMember(ctx, shop, 'staff') };
  return {
    owner, shop, paymentId, checkout,
    ...(await addOwnersRows(ctx, owner)),
    returnId: await addRefundAndReturn(ctx, shop, owner, purchase),
    keyCheckout: await openCheckout(ctx, shop, null),
    cartId: await makeCart(ctx, shop, { kind: 'agent', agentId: owner.agent.agentId }),
    keyCartId: await makeCart(ctx, shop, { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' }),
    authenticationId: await beginAuthentication(ctx, shop, { kind: 'agent', agentId: owner.agent.agentId }),
    keyAuthenticationId: await beginAuthentication(ctx, shop, { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' }),
    ...purchase,
    members,
    ...(await addPeoplesRows(ctx, shop, members.owner)),
    merchantKey: (await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] })).key,
    ...(await makeSigningKey(ctx, shop)),
    approvalId,
    webhookId: await makeWebhook(ctx, owner),
    pushSubscriptionId: await makeDevice(ctx, owner),
    cardId: (await listCards(ctx, { userId: owner.agent.userId }))[0]?.id ?? '',
    merchantWebhookId: await makeMerchantWebhook(ctx, shop),
    consoleWebhookId: await makeMerchantWebhook(ctx, shop),
    opsWebhookId: await makeMerchantWebhook(ctx, shop, 'orchestrator'),
    fulfillmentId: await shipPurchase(ctx, shop, purchase),
    deliveryId: await addDelivery(ctx, shop, purchase),
  };
}

/** The public key of RFC 8037, appendix A. */
export const REQUEST_JWK = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const OTHER_JWK = { kty: 'OKP', crv: 'Ed25519', x: '8GXaoJqSUze43jKqKKHk7MdJ-KAc4vx7iVkqflVYAe0' };

async function makeSigningKey(ctx: Ctx, { merchantId }: Shop): Promise<{ merchantKeyId: string; requestKeyId: string }> {
  const { keyId } = await issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'signing', scopes: [] });
  const added = await addRequestKey(ctx, { merchantId, apiKeyId: keyId, jwk: OTHER_JWK });
  invariant(added.ok, 'the public key is taken');
  return { merchantKeyId: keyId, requestKeyId: added.value.id };
}

/** Eight teas are more than an agent may buy alone. Answers the approval's id. */
export async function askBeyondLimit(ctx: Ctx, shop: Shop, { agent }: Owner): Promise<string> {
  const asked = await askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]));
  invariant(asked.ok && asked.value.kind === 'step_up', 'the owner is asked');
  return asked.value.approvalId;
}

async function beginAuthentication(ctx: Ctx, { merchantId }: Shop, actor: AuthenticationActor): Promise<string> {
  const card = { number: '4000000000003220', expMonth: '12', expYear: '2040' };
  const begun = await startAuthentication(ctx, {
    merchantId, actor, card, amount: 1_650n, currency: 'CAD', checkoutId: null, javaScript: true, challengeAsked: false, notificationUrl: null,
  });
  invariant(begun.ok, 'the card is good');
  return begun.value.id;
}

/** A widening that waits for the passkey. */
export async function askToWiden(ctx: Ctx, { agent }: Owner): Promise<void> {
  const limits = [{ currency: 'CAD', perTransactionAmount: 6_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n }] as const;
  const change = await updateAgent(ctx, { walletId: agent.walletId, agentId: agent.agentId, patch: { limits } });
  invariant(!change.ok && change.error.code === 'widening_needs_confirmation', 'a raise waits');
}

async function makeCart(ctx: Ctx, { merchantId }: Shop, actor: CheckoutActor): Promise<string> {
  const cart = await createCart(ctx, { merchantId, actor, items: [{ id: 'tea', quantity: 1 }] });
  invariant(cart.ok, 'tea is for sale');
  return cart.value.id;
}

export async function makeWebhook(ctx: Ctx, { agent: { walletId, agentId } }: Owner): Promise<string> {
  const webhook = await registerEndpoint(ctx, { walletId, agentId, url: 'https://agent.example/hook', events: ['step_up.approved'] });
  invariant(webhook.ok, 'the endpoint is taken');
  return webhook.value.endpoint.id;
}

/** A browser that is told, and a choice of what. */
export async function makeDevice(ctx: Ctx, { agent: { walletId } }: Owner): Promise<string> {
  const { endpoint, keys } = createPushBrowser(`https://push.example/${newUuid()}`).subscription;
  const device = await subscribeDevice(ctx, { walletId, target: { endpoint, ...keys }, label: 'Test browser' });
  invariant(device.ok, 'the device is taken');
  await chooseNotifications(ctx, { walletId, choices: [{ event: 'purchase', channel: 'email', enabled: true }] });
  return device.value.id;
}

export async function makeMerchantWebhook(ctx: Ctx, { merchantId }: Shop, signature?: 'orchestrator'): Promise<string> {
  const webhook = await registerMerchantEndpoint(ctx, { merchantId, url: 'https://merchant.example/hook', events: ['agent.deactivated'], signature });
  invariant(webhook.ok, 'the endpoint is taken');
  return webhook.value.endpoint.id;
}

async function shipPurchase(ctx: Ctx, { merchantId }: Shop, { orderId }: { orderId: string }): Promise<string> {
  const shipped = await shipOrder(ctx, { merchantId, orderId, key: 'test', lines: null, carrier: null, trackingNumber: null, trackingUrl: null });
  invariant(shipped.ok, 'the order is not shipped yet');
  return shipped.value.fulfillment.id;
}

/** An event that no endpoint took. */
async function addDelivery(ctx: Ctx, { merchantId }: Shop, { orderId }: { orderId: string }): Promise<string> {
  const [id, now] = [newId('delivery', ctx.clock.now().getTime()), ctx.clock.now()];
  await ctx.db.query({
    name: 'test.delivery',
    text: `insert into merchant_webhook_delivery (merchant_id, id, endpoint_id, url, event_id, type, order_id, body, status, attempt_count, created_at)
           values ($1, $2, 'wh_none', 'https://merchant.example/hook', $2, 'order_create', $3, '{}', 'failed', 1, $4)`,
    values: [merchantId, id, orderId, now],
  });
  await ctx.db.query({
    name: 'test.attempt',
    text: `insert into merchant_webhook_attempt (merchant_id, delivery_id, number, at, duration_ms, error, resent) values ($1, $2, 1, $3, 1, 'timed_out', false)`,
    values: [merchantId, id, now],
  });
  return id;
}

/** What no purchase of ours leaves behind: goods set aside at this moment, and a place to pick up. */
/** What no purchase of ours leaves behind: goods set aside at this moment, a place to pick up, and a feed that is published no more. */
async function addRows(ctx: Ctx, { merchantId }: Shop, checkout: Checkout): Promise<void> {
  await ctx.db.query({
    name: 'test.reserve',
    text: `insert into stock_reservation (checkout_id, merchant_id, item_id, quantity, status, expires_at) values ($1, $2, 'tea', 1, 'held', $3)`,
    values: [checkout.id, merchantId, checkout.expiresAt],
  });
  await ctx.db.query({
    name: 'test.pickup',
    text: `insert into merchant_pickup_location (merchant_id, name, address) values ($1, 'Counter', $2)`,
    values: [merchantId, JSON.stringify(TORONTO)],
  });
  await ctx.db.query({
    name: 'test.feed-target',
    text: `insert into feed_target (merchant_id, generation, url, status, attempts, next_try_at, created_at) values ($1, 'x', 'https://feeds.example', 'stopped', 0, $2, $2)`,
    values: [merchantId, ctx.clock.now()],
  });
  await ctx.db.query({
    name: 'test.feed-refusal',
    text: `insert into feed_refusal (merchant_id, item_id, status, code, message, refused_at) values ($1, 'tea', 400, 'invalid', 'No.', $2)`,
    values: [merchantId, ctx.clock.now()],
  });
}

/** What a merchant offers, and what an agent told it of a checkout. */
async function addTerms(ctx: Ctx, { merchantId }: Shop, checkout: Checkout): Promise<void> {
  await insertFulfillment(ctx, merchantId, { id: 'near', method: 'local_delivery', title: 'Courier', description: '', amount: 300n, window: null, postalPrefixes: ['M5V'] }, 0);
  await insertDiscount(ctx, {
    merchantId, id: 'welcome', code: 'WELCOME', name: 'Welcome', percentBasisPoints: 1_000, offAmount: null, scope: 'order', targets: [], method: 'across', priority: 1,
    combinable: true, minimumAmount: 0n, startsAt: null, endsAt: null, maxRedemptions: null, maxPerBuyer: null, firstPurchaseOnly: false,
  });
  await ctx.db.write({
    name: 'test.redemption',
    text: `insert into discount_redemption (merchant_id, checkout_id, discount_id, amount, status, created_at) values ($1, $2, 'welcome', 1, 'released', $3)`,
    values: [merchantId, checkout.id, ctx.clock.now()],
  });
  await ctx.db.write({
    name: 'test.fact',
    text: `insert into checkout_fact (merchant_id, checkout_id, kind, key, sealed_content, created_at) values ($1, $2, 'risk_signals', '', $3, $4)`,
    values: [merchantId, checkout.id, ctx.keyring.seal('{}', 'checkout.fact'), ctx.clock.now()],
  });
}

/** A public face, a menu, a quote that was confirmed, and a kitchen with the order. */
async function addStorefront(ctx: Ctx, { merchantId }: Shop, { checkoutId, orderId }: { checkoutId: string; orderId: string }): Promise<void> {
  const now = ctx.clock.now();
  await insertStorefront(ctx, {
    merchantId, status: 'live', address: '1 Test Street, Toronto', city: 'Toronto', phone: '+1 416 555 0100', defaultLocale: 'en', publishedLocales: ['en', 'fr'], prepMinutes: 10,
    slotCapacity: 10, hours: { windows: WEEKDAYS.map((day) => ({ day, opensAt: '00:00', closesAt: '24:00' })), exceptions: [], notes: [] }, pages: [],
  });
  await insertSimulatedAccount(ctx, merchantId);
  await insertSection(ctx, { merchantId, key: 'all', title: 'All', note: null, sortOrder: 1, translations: {} });
  const insert = (name: string, text: string, values: unknown[]): Promise<void> => ctx.db.write({ name: `test.${name}`, text, values });
  const contact = JSON.stringify({ name: 'Ada Test', phone: '+1 416 555 0101', email: 'ada@buyer.example' });
  await insert(
    'quote',
    `insert into quote (merchant_id, id, payment_method, contact, eta_at, quote_hash, content, expires_at, created_at) values ($1, $2, 'card', $3, $4, 'sha256:x', '{}', $4, $4)`,
    [merchantId, checkoutId, contact, now],
  );
  await insert(
    'hosted-checkout',
    `insert into hosted_checkout (merchant_id, id, checkout_id, provider, url, amount, currency, snapshot_hash, status, payment_status, expires_at, created_at)
     values ($1, 'cs_' || $2, $2, 'simulator', 'https://shop.example/pay', 1650, 'CAD', 'x', 'expired', 'unpaid', $3, $3)`,
    [merchantId, checkoutId, now],
  );
  await insert(
    'ticket',
    `insert into kitchen_ticket (merchant_id, order_id, status, pickup_code, contact, slot_at, eta_at, eta_status, placed_at, pass_secret_hash)
     values ($1, $2, 'fulfilled', '440000', $3, $4, $4, 'confirmed', $4, 'x') on conflict (order_id) do nothing`,
    [merchantId, orderId, contact, now],
  );
  await insert('tap', `insert into kitchen_command (merchant_id, id, order_id, action, at) values ($1, 'tap', $2, 'ready', $3)`, [merchantId, orderId, now]);
  await insert(
    'place',
    `insert into pickup_place (merchant_id, checkout_id, slot_at, eta_at, status, expires_at) values ($1, $2, $3, $3, 'taken', $3)`,
    [merchantId, checkoutId, now],
  );
  await insert('kitchen', `insert into kitchen_state (merchant_id, busy_minutes) values ($1, 5)`, [merchantId]);
}

async function makeMember(ctx: Ctx, { merchantId }: Shop, role: MemberRole): Promise<string> {
  const user = await createUser(ctx, { email: `${newUuid()}@shop.example`, password: 'a long password', displayName: role, emailVerified: true });
  invariant(user.ok, 'the address is free');
  await addMember(ctx, { merchantId, userId: user.value.userId, role });
  return user.value.userId;
}

/** An invitation that waits, and a sign-in of the merchant's owner. */
async function addPeoplesRows(ctx: Ctx, { merchantId }: Shop, ownerId: string): Promise<Pick<Tenants, 'invitationId' | 'memberSessionHandle' | 'ingredientId' | 'memberPasskeyId'>> {
  const now = ctx.clock.now();
  const [invitationId, memberSessionHandle] = [newId('invitation', now.getTime()), newUuid()];
  await ctx.db.write({
    name: 'test.invitation',
    text: `insert into staff_invitation (merchant_id, id, email, role, token_hash, invited_by, created_at, expires_at) values ($1, $2, 'asked@shop.example', 'staff', $2, $3, $4, $5)`,
    values: [merchantId, invitationId, ownerId, now, addSeconds(now, 900)],
  });
  await ctx.db.write({
    name: 'test.member-session',
    text: `insert into sign_in_session (id, handle, user_id, method, created_at, expires_at) values ($1, $2, $3, 'password', $4, $5)`,
    values: [newId('session', now.getTime()), memberSessionHandle, ownerId, now, addSeconds(now, 900)],
  });
  const memberPasskeyId = newId('passkey', now.getTime());
  await ctx.db.write({
    name: 'test.member-passkey',
    text: `insert into passkey (id, user_id, credential_id, public_key, counter, transports, label, enrolment, created_at) values ($1, $2, $1, '\\x00', 0, '{}', 'Passkey', '{}', $3)`,
    values: [memberPasskeyId, ownerId, now],
  });
  const ingredientId = newUuid();
  await ctx.db.write({ name: 'test.ingredient', text: `insert into ingredient (merchant_id, id, name, created_at) values ($1, $2, 'Basil', $3)`, values: [merchantId, ingredientId, now] });
  await ctx.db.write({ name: 'test.item-ingredient', text: `insert into item_ingredient (merchant_id, item_id, ingredient_id) select $1, id, $2 from item where merchant_id = $1 limit 1`, values: [merchantId, ingredientId] });
  await ctx.db.write({
    name: 'test.sealed-sales',
    text: `with sealed as (insert into sales_sealed (merchant_id, until) values ($1, '2020-01-01')), items as (insert into item_day (merchant_id, day, item_id, quantity, amount) values ($1, '2020-01-01', 'tea', 1, 1)),
                quotes as (insert into quote_day (merchant_id, day, made, paid) values ($1, '2020-01-01', 1, 1))
           insert into sales_day (merchant_id, day, currency, wire, by_agent, human_present, orders, amount, refunded) values ($1, '2020-01-01', 'CAD', 'acp', true, false, 1, 1, 0)`,
    values: [merchantId],
  });
  await ctx.db.write({
    name: 'test.payout',
    text: `insert into merchant_payout (merchant_id, id, account_id, currency, amount, status, arrives_on, created_at) values ($1, 'po_' || $1, 'acct', 'CAD', 100, 'paid', '2020-01-01', $2)`,
    values: [merchantId, now],
  });
  await chooseStoreNotices(ctx, { merchantId, userId: ownerId, choices: { webhook: true } });
  await ctx.db.write({ name: 'test.item-photo', text: `insert into item_photo (hash, merchant_id, large, small, created_at) values (md5($1), $1, '\\x00', '\\x00', $2)`, values: [merchantId, now] });
  await importSheet(ctx, { merchantId, name: 'customers', csv: 'id,name,email\nada,Ada,ada@buyer.example', basis: null });
  await importSheet(ctx, { merchantId, name: 'addresses', csv: 'id,customer_id,street_address,city,country\nhome,ada,1 Main Street,Toronto,CA', basis: null });
  return { invitationId, memberSessionHandle, ingredientId, memberPasskeyId };
}

async function findPurchase(ctx: Ctx, { merchantId }: Shop): Promise<{ orderId: string; transactionId: string }> {
  const [row] = await ctx.db.query<{ order_id: string; transaction_id: string }>({
    name: 'test.purchase',
    text: `select o.id as order_id, t.id as transaction_id from purchase_order o join network_transaction t on t.checkout_id = o.checkout_id where o.merchant_id = $1`,
    values: [merchantId],
  });
  invariant(row, 'the purchase has its order');
  return { orderId: row.order_id, transactionId: row.transaction_id };
}

/** What an owner decided, asked for or began: a row of each table. */
async function addOwnersRows(ctx: Ctx, { agent: { walletId, userId, agentId } }: Owner): Promise<Pick<Tenants, 'authorizationId' | 'grantId' | 'passkeyId' | 'sessionHandle'>> {
  const now = ctx.clock.now();
  const [confirmationId, authorizationId, grantId] = [newId('confirmation', now.getTime()), newId('authorization', now.getTime()), newId('grant', now.getTime())];
  const insert = (name: string, text: string, values: unknown[]): Promise<void> => ctx.db.write({ name: `test.${name}`, text, values });
  await insert('limit', `insert into wallet_limit (wallet_id, currency, per_transaction_amount, daily_amount, monthly_amount) values ($1, 'EUR', 1, 2, 3)`, [walletId]);
  await insert(
    'confirmation',
    `insert into owner_confirmation (id, wallet_id, subject, content, after, challenge, status, created_at, expires_at)
     values ($1, $2, 'test', '{}', '{}', 'x', 'waiting', $3, $3)`,
    [confirmationId, walletId, now],
  );
  await insert('policy', `insert into spending_policy (wallet_id, agent_id, document, updated_at) values ($1, $2, '{}', $3)`, [walletId, agentId, now]);
  await insert(
    'authorization',
    `insert into spending_authorization (id, wallet_id, agent_id, merchant, currency, amount, used_amount, single_use, confirmation_id, created_at, expires_at)
     values ($1, $2, $3, 'nobody', 'CAD', 1, 0, true, $4, $5, $6)`,
    [authorizationId, walletId, agentId, confirmationId, now, addSeconds(now, 900)],
  );
  await insert(
    'grant',
    `insert into oauth_grant (id, kind, status, asked, proposal, wallet_id, code_hash, interval_seconds, next_poll_at, created_at, expires_at)
     values ($1, 'device', 'pending', '{}', '{}', $2, $1, 5, $3, $3, $4)`,
    [grantId, walletId, now, addSeconds(now, 900)],
  );
  const sessionHandle = newUuid();
  await insert(
    'session',
    `insert into sign_in_session (id, handle, user_id, method, created_at, expires_at) values ($1, $2, $3, 'password', $4, $5)`,
    [newId('session', now.getTime()), sessionHandle, userId, now, addSeconds(now, 900)],
  );
  await insert(
    'email-change',
    `insert into email_change (undo_hash, user_id, before_email, after_email, created_at, link_expires_at, undo_expires_at) values ($1, $1, 'a', 'b', $2, $2, $2)`,
    [userId, now],
  );
  await insert('second-approver', `insert into second_approver (wallet_id, email, status, token_hash, invited_at, expires_at) values ($1, 'x@x.example', 'invited', $1, $2, $2)`, [walletId, now]);
  await insert('dismissed', `insert into dismissed_suggestion (wallet_id, agent_id, merchant_id, trigger_type, currency, dismissed_at) values ($1, $2, 'nobody', 'daily', 'CAD', $3)`, [walletId, agentId, now]);
  await insert('second-limit', `insert into second_approval_limit (wallet_id, currency, amount) values ($1, 'JPY', 1)`, [walletId]);
  await insert(
    'signature',
    `insert into approval_signature (wallet_id, approval_id, signer_wallet_id, payment_method_id, signed_content, challenge, evidence, signed_at)
     select wallet_id, id, wallet_id, 'pm', '{}', 'x', '{}', $2 from approval where wallet_id = $1 limit 1`,
    [walletId, now],
  );
  await insert(
    'deletion',
    `insert into account_deletion (cancel_hash, user_id, wallet_id, requested_at, erase_at, ended_at, outcome)
     values ($1, $1, $2, $3, $3::timestamptz + interval '14 days', $3, 'cancelled')`,
    [userId, walletId, now],
  );
  await insert('federated', `insert into federated_identity (provider, subject, user_id, created_at) values ('google', $1, $1, $2)`, [userId, now]);
  await insert('recovery', `insert into passkey_recovery (token_hash, user_id, link_expires_at) values ($1, $2, $3)`, [`${userId}-hash`, userId, now]);
  const [passkey] = await ctx.db.query<{ id: string }>({ name: 'test.passkey', text: 'select id from passkey where user_id = $1', values: [userId] });
  return { authorizationId, grantId, sessionHandle, passkeyId: passkey?.id ?? '' };
}

async function addRefundAndReturn(ctx: Ctx, { merchantId }: Shop, { agent }: Owner, purchase: { orderId: string; transactionId: string }): Promise<string> {
  const now = ctx.clock.now();
  await ctx.db.write({
    name: 'test.refund',
    text: `insert into network_refund (id, transaction_id, refund_key, amount, status, created_at, updated_at) values ($1, $2, 'test', 1, 'refused', $3, $3)`,
    values: [newId('refund', now.getTime()), purchase.transactionId, now],
  });
  const returnId = newId('orderReturn', now.getTime());
  await ctx.db.write({
    name: 'test.return',
    text: `insert into order_return (merchant_id, id, order_id, agent_id, status, reason, currency, refund_amount, created_at)
           values ($1, $2, $3, $4, 'requested', 'faulty', 'CAD', 1, $5)`,
    values: [merchantId, returnId, purchase.orderId, agent.agentId, now],
  });
  await ctx.db.write({
    name: 'test.return-line',
    text: `insert into order_return_line (merchant_id, return_id, item_id, name, quantity) values ($1, $2, 'tea', 'Tea', 1)`,
    values: [merchantId, returnId],
  });
  return returnId;
}
