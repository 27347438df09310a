import type { TriggerType } from '@/lib/approval';
import { sha256Hex } from '@/lib/kernel/hash';
import { invariant } from '@/lib/kernel/invariant';
import { money, type Money, toCurrency } from '@/lib/kernel/money';
import type { CredentialFacts, Ctx } from '@/lib/ports';
import { type CalendarRow, toCalendar } from '@/lib/spending';
import type { Purchase } from './purchase-facts';
import type { Payment, PaymentMethod, PaymentStatus, PaymentToken, WalletOwner } from './types';

type PaymentRow = {
  id: string;
  wallet_id: string;
  agent_id: string;
  merchant_id: string;
  checkout_id: string;
  snapshot_hash: string;
  amount: bigint;
  currency: string;
  status: PaymentStatus;
  human_present: boolean;
  trigger_type: TriggerType | null;
  approval_id: string | null;
  payment_method_id: string | null;
  expires_at: Date;
  created_at: Date;
};

const COLUMNS = `id, wallet_id, agent_id, merchant_id, checkout_id, snapshot_hash, amount, currency, status, human_present, trigger_type, approval_id,
  payment_method_id, expires_at, created_at`;

const toPayment = (row: PaymentRow): Payment => ({
  id: row.id,
  walletId: row.wallet_id,
  agentId: row.agent_id,
  merchantId: row.merchant_id,
  checkoutId: row.checkout_id,
  snapshotHash: row.snapshot_hash,
  amount: row.amount,
  currency: toCurrency(row.currency),
  status: row.status,
  humanPresent: row.human_present,
  triggerType: row.trigger_type,
  approvalId: row.approval_id,
  paymentMethodId: row.payment_method_id,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
});

export async function findPayment(ctx: Ctx, id: string): Promise<Payment | null> {
  const rows = await ctx.db.query<PaymentRow>({ name: 'wallet.find-payment', text: `select ${COLUMNS} from agent_payment where id = $1`, values: [id] });
  return rows[0] ? toPayment(rows[0]) : null;
}

/** The live request of this agent for this very cart, or null; the database allows one. */
export async function findLivePayment(ctx: Ctx, key: { agentId: string; merchantId: string; checkoutId: string; snapshotHash: string }): Promise<Payment | null> {
  const rows = await ctx.db.query<PaymentRow>({
    name: 'wallet.find-live-payment',
    text: `select ${COLUMNS} from agent_payment
            where agent_id = $1 and merchant_id = $2 and checkout_id = $3 and snapshot_hash = $4 and status in ('step_up_required', 'approved')`,
    values: [key.agentId, key.merchantId, key.checkoutId, key.snapshotHash],
  });
  return rows[0] ? toPayment(rows[0]) : null;
}

/** The request of this agent on this checkout that waits for a person, whatever the cart, or null. */
export async function findWaitingPayment(ctx: Ctx, key: { agentId: string; checkoutId: string }): Promise<Payment | null> {
  const rows = await ctx.db.query<PaymentRow>({
    name: 'wallet.find-waiting-payment',
    text: `select ${COLUMNS} from agent_payment
            where checkout_id = $1 and agent_id = $2 and status = 'step_up_required' and expires_at > $3 order by created_at desc limit 1`,
    values: [key.checkoutId, key.agentId, ctx.clock.now()],
  });
  return rows[0] ? toPayment(rows[0]) : null;
}

export type PurchaseMade = {
  readonly walletId: string;
  readonly agentName: string;
  readonly merchant: { readonly name: string; readonly handle: string; readonly verifiedDomain: string | null };
  readonly total: Money;
  readonly humanPresent: boolean;
};

/** The payment that an order came of, or null when no wallet paid it. */
export async function findPurchase(ctx: Ctx, orderId: string): Promise<PurchaseMade | null> {
  const rows = await ctx.db.query<{
    wallet_id: string; agent_name: string; name: string; handle: string; verified_domain: string | null; amount: bigint; currency: string; human_present: boolean;
  }>({
    name: 'wallet.find-purchase',
    text: `select p.wallet_id, a.name as agent_name, m.name, m.handle, m.verified_domain, p.amount, p.currency, p.human_present
             from purchase_order o
             join agent_payment p on p.merchant_id = o.merchant_id and p.checkout_id = o.checkout_id and p.status = 'completed'
             join agent a on a.wallet_id = p.wallet_id and a.id = p.agent_id
             join merchant m on m.id = o.merchant_id
            where o.id = $1`,
    values: [orderId],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    walletId: row.wallet_id,
    agentName: row.agent_name,
    merchant: { name: row.name, handle: row.handle, verifiedDomain: row.verified_domain },
    total: money(row.amount, toCurrency(row.currency)),
    humanPresent: row.human_present,
  };
}

/** Whether another agent holds a live token on this checkout. */
export async function isClaimedByAnother(ctx: Ctx, query: { agentId: string; checkoutId: string }): Promise<boolean> {
  const rows = await ctx.db.query<{ claimed: boolean }>({
    name: 'wallet.is-claimed',
    text: `select exists (select 1 from payment_token where checkout_id = $1 and status = 'live' and expires_at > $2 and agent_id <> $3) as claimed`,
    values: [query.checkoutId, ctx.clock.now(), query.agentId],
  });
  return rows[0]?.claimed ?? false;
}

/** When the owner last declined this agent the identical cart, if since then. */
export async function findDecline(ctx: Ctx, query: { agentId: string; cartHash: string; since: Date }): Promise<Date | null> {
  const rows = await ctx.db.query<{ declined_at: Date | null }>({
    name: 'wallet.find-decline',
    text: `select max(decided_at) as declined_at from agent_payment where agent_id = $1 and cart_hash = $2 and status = 'rejected' and decided_at > $3`,
    values: [query.agentId, query.cartHash, query.since],
  });
  return rows[0]?.declined_at ?? null;
}

export type PastPaymentRow = {
  readonly id: string;
  readonly agent_id: string;
  readonly handle: string;
  readonly merchant_name: string;
  readonly merchant_country: string | null;
  readonly categories: string[] | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly human_present: boolean;
  readonly created_at: Date;
};

/** The last requests of a wallet's agents, or of one of them, newest first. */
export async function listPastPayments(ctx: Ctx, query: { walletId: string; agentId: string | null; limit: number }): Promise<PastPaymentRow[]> {
  return ctx.db.query<PastPaymentRow>({
    name: 'wallet.past-payments',
    text: `select p.id, p.agent_id, m.handle, m.name as merchant_name, coalesce(p.merchant_country, m.country) as merchant_country, p.categories, p.amount, p.currency,
                  p.status, p.human_present, p.created_at
             from agent_payment p join merchant m on m.id = p.merchant_id
            where p.wallet_id = $1 and ($2::text is null or p.agent_id = $2) order by p.id desc limit $3`,
    values: [query.walletId, query.agentId, query.limit],
  });
}

export async function insertPayment(ctx: Ctx, payment: Payment & { cartHash: string; purchase: Purchase }): Promise<void> {
  await ctx.db.write({
    name: 'wallet.insert-payment',
    text: `insert into agent_payment (id, wallet_id, agent_id, merchant_id, checkout_id, snapshot_hash, cart_hash, amount, currency, status, human_present,
                                      trigger_type, approval_id, expires_at, created_at, merchant_country, categories)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    values: [
      payment.id, payment.walletId, payment.agentId, payment.merchantId, payment.checkoutId, payment.snapshotHash, payment.cartHash, payment.amount.toString(),
      payment.currency, payment.status, payment.humanPresent, payment.triggerType, payment.approvalId, payment.expiresAt, payment.createdAt,
      payment.purchase.merchant.country, payment.purchase.categories,
    ],
  });
}

/** Moves a payment on; false when it was not in `from`. */
export async function movePayment(
  ctx: Ctx,
  move: { id: string; from: PaymentStatus; to: PaymentStatus; humanPresent?: boolean; paymentMethodId?: string; expiresAt?: Date },
): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'wallet.move-payment',
    text: `update agent_payment set status = $3, decided_at = $4, human_present = coalesce($5, human_present),
                  payment_method_id = coalesce($6, payment_method_id), expires_at = coalesce($7, expires_at)
            where id = $1 and status = $2 returning id`,
    values: [move.id, move.from, move.to, ctx.clock.now(), move.humanPresent ?? null, move.paymentMethodId ?? null, move.expiresAt ?? null],
  });
  return rows.length === 1;
}

/** A request that waits moves with its owner's change of the cart: to the new snapshot and its approval. In the transaction that holds both. */
export async function movePaymentToCart(
  ctx: Ctx,
  move: Pick<Payment, 'id' | 'snapshotHash' | 'amount' | 'triggerType' | 'approvalId' | 'expiresAt'> & { cartHash: string; categories: readonly string[] },
): Promise<void> {
  await ctx.db.query({
    name: 'wallet.move-payment-to-cart',
    text: `update agent_payment set snapshot_hash = $2, cart_hash = $3, amount = $4, trigger_type = $5, approval_id = $6, expires_at = $7, categories = $8
            where id = $1 and status = 'step_up_required'`,
    values: [move.id, move.snapshotHash, move.cartHash, move.amount.toString(), move.triggerType, move.approvalId, move.expiresAt, move.categories],
  });
}

/** Approved payments past their time, at most `limit`, of one agent if named. */
export async function listLapsedPayments(ctx: Ctx, query: { agentId?: string; limit: number }): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'wallet.list-lapsed',
    text: `select id from agent_payment p
            where status = 'approved' and expires_at <= $1 and ($2::text is null or agent_id = $2)
              and not exists (select 1 from payment_token t where t.payment_id = p.id and t.status = 'used')
            order by id limit $3`,
    values: [ctx.clock.now(), query.agentId ?? null, query.limit],
  });
  return rows.map((row) => row.id);
}

/** Live payments of a checkout or of an agent. */
export async function listLivePayments(ctx: Ctx, which: { checkoutId?: string; agentId?: string }): Promise<{ id: string; status: PaymentStatus }[]> {
  return ctx.db.query<{ id: string; status: PaymentStatus }>({
    name: 'wallet.list-live',
    text: `select id, status from agent_payment
            where status in ('step_up_required', 'approved') and ($1::text is null or checkout_id = $1) and ($2::text is null or agent_id = $2)
            order by id`,
    values: [which.checkoutId ?? null, which.agentId ?? null],
  });
}

/**
 * Locks a payment and tells whether a token of it was spent. A claim holds the same lock, so what is told stays true until the
 * transaction ends. Two statements: the second sees what was committed while the first waited.
 */
export async function lockPayment(ctx: Ctx, paymentId: string): Promise<{ spent: boolean }> {
  await ctx.db.query({ name: 'wallet.lock-payment', text: `select 1 from agent_payment where id = $1 for update`, values: [paymentId] });
  const rows = await ctx.db.query<{ spent: boolean }>({
    name: 'wallet.is-spent',
    text: `select exists (select 1 from payment_token where payment_id = $1 and status = 'used') as spent`,
    values: [paymentId],
  });
  return { spent: rows[0]?.spent ?? false };
}

type TokenRow = { id: string; payment_id: string; sealed_token: string; status: PaymentToken['status']; expires_at: Date };
const toToken = (row: TokenRow): PaymentToken => ({
  id: row.id,
  paymentId: row.payment_id,
  sealedToken: row.sealed_token,
  status: row.status,
  expiresAt: row.expires_at,
});

/** The newest token of a payment, or null. */
export async function findLastToken(ctx: Ctx, paymentId: string): Promise<PaymentToken | null> {
  const rows = await ctx.db.query<TokenRow>({
    name: 'wallet.last-token',
    text: `select id, payment_id, sealed_token, status, expires_at from payment_token where payment_id = $1 order by created_at desc, id desc limit 1`,
    values: [paymentId],
  });
  return rows[0] ? toToken(rows[0]) : null;
}

export type NewToken = {
  readonly id: string;
  readonly token: string;
  readonly payment: Payment;
  readonly paymentMethodId: string;
  readonly paymentMandateId: string;
  readonly expiresAt: Date;
};

export async function insertToken(ctx: Ctx, { id, token, payment, paymentMethodId, paymentMandateId, expiresAt }: NewToken): Promise<void> {
  await ctx.db.write({
    name: 'wallet.insert-token',
    text: `insert into payment_token (id, token_hash, sealed_token, payment_id, agent_id, wallet_id, merchant_id, checkout_id, snapshot_hash, payment_method_id,
                                      amount, currency, status, payment_mandate_id, expires_at, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'live', $13, $14, $15)`,
    values: [
      id, sha256Hex(token), ctx.keyring.seal(token, 'wallet.payment-token'), payment.id, payment.agentId, payment.walletId, payment.merchantId, payment.checkoutId,
      payment.snapshotHash, paymentMethodId, payment.amount.toString(), payment.currency, paymentMandateId, expiresAt, ctx.clock.now(),
    ],
  });
}

/** Ends what is live of a payment's tokens. */
export async function endLiveTokens(ctx: Ctx, paymentId: string, status: 'voided' | 'expired'): Promise<EndedToken[]> {
  const rows = await ctx.db.query<{ id: string; wallet_id: string; agent_id: string; merchant_id: string; checkout_id: string }>({
    name: 'wallet.end-tokens',
    text: `update payment_token set status = $2 where payment_id = $1 and status = 'live' returning id, wallet_id, agent_id, merchant_id, checkout_id`,
    values: [paymentId, status],
  });
  return rows.map((row) => ({ id: row.id, walletId: row.wallet_id, agentId: row.agent_id, merchantId: row.merchant_id, checkoutId: row.checkout_id }));
}

export type EndedToken = { readonly id: string; readonly walletId: string; readonly agentId: string; readonly merchantId: string; readonly checkoutId: string };

/** Tokens past their time on one checkout no longer stand in the way of a new one. */
export async function lapseTokens(ctx: Ctx, checkoutId: string): Promise<void> {
  await ctx.db.write({
    name: 'wallet.lapse-tokens',
    text: `update payment_token set status = 'expired' where checkout_id = $1 and status = 'live' and expires_at <= $2`,
    values: [checkoutId, ctx.clock.now()],
  });
}

export type ClaimRow = {
  id: string;
  payment_id: string;
  agent_id: string;
  wallet_id: string;
  merchant_id: string;
  checkout_id: string;
  snapshot_hash: string;
  amount: bigint;
  currency: string;
  status: PaymentToken['status'];
  expires_at: Date;
  payment_mandate_id: string;
  mandate_jws: string;
  card_id: string;
  card_bin: string;
  user_id: string;
  agent_name: string;
  agent_created_at: Date;
  agent_status: string;
  human_present: boolean;
  payment_status: PaymentStatus;
};

/** A token by its text, locked with its payment, with all that a claim is judged by. */
export async function lockToken(ctx: Ctx, token: string): Promise<ClaimRow | null> {
  const rows = await ctx.db.query<ClaimRow>({
    name: 'wallet.lock-token',
    text: `select t.id, t.payment_id, t.agent_id, t.wallet_id, t.merchant_id, t.checkout_id, t.snapshot_hash, t.amount, t.currency, t.status, t.expires_at,
                  t.payment_mandate_id, d.jws as mandate_jws, m.card_id, m.bin as card_bin, w.user_id, a.name as agent_name, a.created_at as agent_created_at, a.status as agent_status,
                  p.human_present, p.status as payment_status
             from payment_token t
             join payment_method m on m.wallet_id = t.wallet_id and m.id = t.payment_method_id
             join mandate d on d.id = t.payment_mandate_id
             join wallet w on w.id = t.wallet_id
             join agent a on a.id = t.agent_id
             join agent_payment p on p.id = t.payment_id
            where t.token_hash = $1 for update of p, t`,
    values: [sha256Hex(token)],
  });
  return rows[0] ?? null;
}

export async function markTokenUsed(ctx: Ctx, tokenId: string): Promise<void> {
  await ctx.db.write({
    name: 'wallet.use-token',
    text: `update payment_token set status = 'used', used_at = $2 where id = $1 and status = 'live'`,
    values: [tokenId, ctx.clock.now()],
  });
}

export async function findTokenId(ctx: Ctx, token: string): Promise<string | null> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'wallet.token-id',
    text: `select id from payment_token where token_hash = $1`,
    values: [sha256Hex(token)],
  });
  return rows[0]?.id ?? null;
}

export type TokenFacts = Omit<CredentialFacts, 'ownerId'> & { readonly walletId: string };

/** What a token is bound to, by its text. */
export async function findTokenFacts(ctx: Ctx, token: string): Promise<TokenFacts | null> {
  const [row] = await ctx.db.query<{
    merchant_id: string; checkout_id: string; agent_id: string; wallet_id: string; human_present: boolean; payment_mandate_id: string; cart_mandate_id: string;
  }>({
    name: 'wallet.token-facts',
    text: `select t.merchant_id, t.checkout_id, t.agent_id, t.wallet_id, p.human_present, t.payment_mandate_id,
                  (select m.id from mandate m where m.payment_id = p.id and m.type = 'cart' order by m.created_at desc, m.id desc limit 1) as cart_mandate_id
             from payment_token t
             join agent_payment p on p.id = t.payment_id
            where t.token_hash = $1`,
    values: [sha256Hex(token)],
  });
  return row
    ? {
        merchantId: row.merchant_id,
        checkoutId: row.checkout_id,
        agentId: row.agent_id,
        walletId: row.wallet_id,
        humanPresent: row.human_present,
        paymentMandateId: row.payment_mandate_id,
        cartMandateId: row.cart_mandate_id,
      }
    : null;
}

export async function listPaymentMethods(ctx: Ctx, walletId: string): Promise<PaymentMethod[]> {
  const rows = await ctx.db.query<{ id: string; card_id: string; brand: string; last4: string; is_default: boolean }>({
    name: 'wallet.payment-methods',
    text: `select id, card_id, brand, last4, is_default from payment_method where wallet_id = $1 order by is_default desc, created_at`,
    values: [walletId],
  });
  return rows.map((row) => ({ id: row.id, cardId: row.card_id, brand: row.brand, last4: row.last4, isDefault: row.is_default }));
}

type OwnerRow = { id: string; user_id: string; email: string; display_name: string } & CalendarRow;
const toOwner = (row: OwnerRow): WalletOwner => ({ walletId: row.id, userId: row.user_id, email: row.email, displayName: row.display_name, calendar: toCalendar(row) });

export async function getOwner(ctx: Ctx, walletId: string): Promise<WalletOwner> {
  const [row] = await ctx.db.query<OwnerRow>({
    name: 'wallet.owner',
    text: `select w.id, w.user_id, u.email, u.display_name, w.time_zone, w.zone_change from wallet w join app_user u on u.id = w.user_id where w.id = $1`,
    values: [walletId],
  });
  invariant(row, `wallet ${walletId} exists`);
  return toOwner(row);
}

/** The owner, and the card that pays where nobody chose one: the first of listPaymentMethods; null without any. */
export async function getPayer(ctx: Ctx, walletId: string): Promise<{ owner: WalletOwner; method: Pick<PaymentMethod, 'id' | 'cardId'> | null }> {
  const [row] = await ctx.db.query<OwnerRow & { method_id: string | null; card_id: string | null }>({
    name: 'wallet.payer',
    text: `select w.id, w.user_id, u.email, u.display_name, w.time_zone, w.zone_change, m.id as method_id, m.card_id
             from wallet w join app_user u on u.id = w.user_id
             left join lateral (select id, card_id from payment_method where wallet_id = w.id order by is_default desc, created_at limit 1) m on true
            where w.id = $1`,
    values: [walletId],
  });
  invariant(row, `wallet ${walletId} exists`);
  const { method_id: id, card_id: cardId } = row;
  return { owner: toOwner(row), method: id === null || cardId === null ? null : { id, cardId } };
}

/** For tests alone: a payment and its tokens become that much older. `id` is the payment's, or that of its approval, whose times it repeats. */
export async function agePayment(ctx: Ctx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'wallet.age-payment',
    text: `with tokens as (
             update payment_token t set expires_at = t.expires_at - $2::int * interval '1 second'
               from agent_payment p where p.id = t.payment_id and (p.id = $1 or p.approval_id = $1))
           update agent_payment set created_at = created_at - $2::int * interval '1 second', expires_at = expires_at - $2::int * interval '1 second',
                  decided_at = decided_at - $2::int * interval '1 second' where id = $1 or approval_id = $1 returning id`,
    values: [id, seconds],
  });
  return rows.length > 0;
}
