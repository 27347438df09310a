import type { Ctx, Payee } from '@/lib/ports';

/** A token of Stripe's for one checkout, and what became of it there. `askedAt`: when Stripe was first about to be asked, for `attemptId`. */
export type StripePayment = {
  readonly tokenId: string;
  readonly token: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly attemptId: string | null;
  readonly askedAt: Date | null;
  readonly paymentIntentId: string | null;
  readonly declineReason: string | null;
  /** Who is paid, as it was when the token was claimed; null: the platform. */
  readonly payee: Payee | null;
};

type Row = {
  token_id: string;
  token: string;
  merchant_id: string;
  checkout_id: string;
  attempt_id: string | null;
  asked_at: Date | null;
  payment_intent_id: string | null;
  decline_reason: string | null;
  payee_account_id: string | null;
  application_fee_amount: bigint;
};

const COLUMNS = 'token_id, token, merchant_id, checkout_id, attempt_id, asked_at, payment_intent_id, decline_reason, payee_account_id, application_fee_amount';

const toPayment = (row: Row): StripePayment => ({
  tokenId: row.token_id,
  token: row.token,
  merchantId: row.merchant_id,
  checkoutId: row.checkout_id,
  attemptId: row.attempt_id,
  askedAt: row.asked_at,
  paymentIntentId: row.payment_intent_id,
  declineReason: row.decline_reason,
  payee: row.payee_account_id === null ? null : { accountId: row.payee_account_id, applicationFeeAmount: row.application_fee_amount },
});

/** False when the token was claimed for this checkout before. */
export async function insertClaim(ctx: Ctx, claim: Pick<StripePayment, 'tokenId' | 'token' | 'merchantId' | 'checkoutId' | 'payee'>): Promise<boolean> {
  const rows = await ctx.db.query<{ token_id: string }>({
    name: 'stripe.claim',
    text: `insert into stripe_payment (token_id, token, merchant_id, checkout_id, claimed_at, payee_account_id, application_fee_amount) values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (token, checkout_id) do nothing returning token_id`,
    values: [claim.tokenId, claim.token, claim.merchantId, claim.checkoutId, ctx.clock.now(), claim.payee?.accountId ?? null, (claim.payee?.applicationFeeAmount ?? 0n).toString()],
  });
  return rows.length === 1;
}

/** The id of a token, at this checkout or where it was claimed last. */
export async function findTokenId(ctx: Ctx, token: string, checkoutId: string | null): Promise<string | null> {
  const rows = await ctx.db.query<{ token_id: string }>({
    name: 'stripe.token-id',
    text: `select token_id from stripe_payment where token = $1 and ($2::text is null or checkout_id = $2) order by claimed_at desc, token_id desc limit 1`,
    values: [token, checkoutId],
  });
  return rows[0]?.token_id ?? null;
}

/** Writes that Stripe is about to be asked for an attempt; again, it changes nothing. Null when the token was never claimed. */
export async function beginAttempt(ctx: Ctx, begin: { tokenId: string; attemptId: string }): Promise<StripePayment | null> {
  const rows = await ctx.db.query<Row>({
    name: 'stripe.begin',
    text: `update stripe_payment set attempt_id = coalesce(attempt_id, $2), asked_at = coalesce(asked_at, $3) where token_id = $1 returning ${COLUMNS}`,
    values: [begin.tokenId, begin.attemptId, ctx.clock.now()],
  });
  return rows[0] ? toPayment(rows[0]) : null;
}

export const findByAttempt = (ctx: Ctx, attemptId: string): Promise<StripePayment | null> => findOne(ctx, 'attempt_id', attemptId);
export const findByIntent = (ctx: Ctx, paymentIntentId: string): Promise<StripePayment | null> => findOne(ctx, 'payment_intent_id', paymentIntentId);

async function findOne(ctx: Ctx, column: 'attempt_id' | 'payment_intent_id', value: string): Promise<StripePayment | null> {
  const rows = await ctx.db.query<Row>({ name: `stripe.by-${column}`, text: `select ${COLUMNS} from stripe_payment where ${column} = $1`, values: [value] });
  return rows[0] ? toPayment(rows[0]) : null;
}

/** What Stripe answered. What was written once stays. */
export async function writeAnswer(ctx: Ctx, answer: { tokenId: string; paymentIntentId: string | null; declineReason: string | null }): Promise<void> {
  await ctx.db.write({
    name: 'stripe.answer',
    text: `update stripe_payment set payment_intent_id = coalesce(payment_intent_id, $2), decline_reason = coalesce(decline_reason, $3) where token_id = $1`,
    values: [answer.tokenId, answer.paymentIntentId, answer.declineReason],
  });
}

/** `refundId`: null until Stripe has answered. */
export type StripeRefund = { readonly amount: bigint; readonly refundId: string | null };

export async function findRefund(ctx: Ctx, refund: { paymentIntentId: string; refundKey: string }): Promise<StripeRefund | null> {
  const rows = await ctx.db.query<{ amount: bigint; refund_id: string | null }>({
    name: 'stripe.refund-find',
    text: `select amount, refund_id from stripe_refund where payment_intent_id = $1 and refund_key = $2`,
    values: [refund.paymentIntentId, refund.refundKey],
  });
  return rows[0] ? { amount: rows[0].amount, refundId: rows[0].refund_id } : null;
}

/** Writes that a refund is about to be asked for. False when one was written under this key before. */
export async function insertRefund(ctx: Ctx, refund: { paymentIntentId: string; refundKey: string; amount: bigint }): Promise<boolean> {
  const rows = await ctx.db.query<{ refund_key: string }>({
    name: 'stripe.refund-insert',
    text: `insert into stripe_refund (payment_intent_id, refund_key, amount, asked_at) values ($1, $2, $3, $4) on conflict do nothing returning refund_key`,
    values: [refund.paymentIntentId, refund.refundKey, refund.amount.toString(), ctx.clock.now()],
  });
  return rows.length === 1;
}

export async function writeRefund(ctx: Ctx, refund: { paymentIntentId: string; refundKey: string; refundId: string }): Promise<void> {
  await ctx.db.write({
    name: 'stripe.refund-answer',
    text: `update stripe_refund set refund_id = $3 where payment_intent_id = $1 and refund_key = $2`,
    values: [refund.paymentIntentId, refund.refundKey, refund.refundId],
  });
}

/** Stripe would not begin this refund: its key is free again. */
export async function deleteRefund(ctx: Ctx, refund: { paymentIntentId: string; refundKey: string }): Promise<void> {
  await ctx.db.write({
    name: 'stripe.refund-delete',
    text: `delete from stripe_refund where payment_intent_id = $1 and refund_key = $2 and refund_id is null`,
    values: [refund.paymentIntentId, refund.refundKey],
  });
}

/** False for an event that was taken before. */
export async function insertEvent(ctx: Ctx, event: { id: string; type: string }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'stripe.event',
    text: `insert into stripe_event (id, type, received_at) values ($1, $2, $3) on conflict do nothing returning id`,
    values: [event.id, event.type, ctx.clock.now()],
  });
  return rows.length === 1;
}

/** Whose account it is; null for one of nobody's here. */
export async function findMerchantOf(ctx: Ctx, accountId: string): Promise<string | null> {
  const rows = await ctx.db.query<{ merchant_id: string }>({
    name: 'stripe.account-merchant', text: `select merchant_id from payment_account where account_id = $1 and provider = 'stripe'`, values: [accountId],
  });
  return rows[0]?.merchant_id ?? null;
}
