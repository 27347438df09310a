import type { CheckoutStatus } from '@/lib/checkout';
import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { HostedRow } from './types';

type Row = {
  id: string;
  merchant_id: string;
  checkout_id: string;
  provider: HostedRow['provider'];
  provider_session_id: string | null;
  url: string;
  amount: bigint;
  currency: string;
  snapshot_hash: string;
  payee_account_id: string | null;
  application_fee_amount: bigint;
  status: HostedRow['status'];
  decline_count: number;
  authentication_id: string | null;
  sealed_token: string | null;
  return_url: string | null;
  cancel_url: string | null;
  expires_at: Date;
  created_at: Date;
  checkout_status: CheckoutStatus;
  checkout_hash: string;
  wire_version: string;
  order_id: string | null;
};

const SELECT = `select h.id, h.merchant_id, h.checkout_id, h.provider, h.provider_session_id, h.url, h.amount, h.currency, h.snapshot_hash, h.payee_account_id, h.application_fee_amount, h.status, h.decline_count,
       h.authentication_id, h.sealed_token, h.return_url, h.cancel_url, h.expires_at, h.created_at,
       c.status as checkout_status, c.snapshot_hash as checkout_hash, c.wire_version, o.id as order_id
  from hosted_checkout h
  join checkout c on c.merchant_id = h.merchant_id and c.id = h.checkout_id
  left join purchase_order o on o.merchant_id = h.merchant_id and o.checkout_id = h.checkout_id`;

const toHostedRow = (row: Row): HostedRow => ({
  id: row.id,
  merchantId: row.merchant_id,
  checkoutId: row.checkout_id,
  provider: row.provider,
  providerSessionId: row.provider_session_id,
  url: row.url,
  amount: row.amount,
  currency: toCurrency(row.currency),
  snapshotHash: row.snapshot_hash,
  payee: row.payee_account_id === null ? null : { accountId: row.payee_account_id, applicationFeeAmount: row.application_fee_amount },
  status: row.status,
  declineCount: row.decline_count,
  authenticationId: row.authentication_id,
  sealedToken: row.sealed_token,
  returnUrl: row.return_url,
  cancelUrl: row.cancel_url,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  checkoutStatus: row.checkout_status,
  checkoutHash: row.checkout_hash,
  wireVersion: row.wire_version,
  orderId: row.order_id,
});

export async function findHosted(ctx: Ctx, id: string): Promise<HostedRow | null> {
  const rows = await ctx.db.query<Row>({ name: 'hosted.find', text: `${SELECT} where h.id = $1`, values: [id] });
  return rows[0] ? toHostedRow(rows[0]) : null;
}

/** The one of a checkout that is written as open, whatever the time. */
export async function findOpenHosted(ctx: Ctx, checkout: { merchantId: string; checkoutId: string }): Promise<HostedRow | null> {
  const rows = await ctx.db.query<Row>({
    name: 'hosted.find-open',
    text: `${SELECT} where h.merchant_id = $1 and h.checkout_id = $2 and h.status = 'open'`,
    values: [checkout.merchantId, checkout.checkoutId],
  });
  return rows[0] ? toHostedRow(rows[0]) : null;
}

export type NewHosted = Pick<HostedRow, 'id' | 'merchantId' | 'checkoutId' | 'provider' | 'url' | 'amount' | 'currency' | 'snapshotHash' | 'payee' | 'returnUrl' | 'cancelUrl' | 'expiresAt' | 'createdAt'>;

/** Writes a new one, open and unpaid; nothing where its checkout has one that is open. */
export async function insertHosted(ctx: Ctx, hosted: NewHosted): Promise<void> {
  await ctx.db.write({
    name: 'hosted.insert',
    text: `insert into hosted_checkout (merchant_id, id, checkout_id, provider, url, amount, currency, snapshot_hash, return_url, cancel_url, expires_at, created_at, payee_account_id,
                                        application_fee_amount, status, payment_status)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', 'unpaid') on conflict (checkout_id) where status = 'open' do nothing`,
    values: [
      hosted.merchantId, hosted.id, hosted.checkoutId, hosted.provider, hosted.url, hosted.amount.toString(), hosted.currency, hosted.snapshotHash, hosted.returnUrl, hosted.cancelUrl,
      hosted.expiresAt, hosted.createdAt, hosted.payee?.accountId ?? null, (hosted.payee?.applicationFeeAmount ?? 0n).toString(),
    ],
  });
}

/** Ends the open one of a checkout that is out of time or was opened for another cart. Answers those that a provider must hear of. */
export async function endStale(ctx: Ctx, checkout: { merchantId: string; checkoutId: string; snapshotHash: string }): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string; provider: HostedRow['provider'] }>({
    name: 'hosted.end-stale',
    text: `update hosted_checkout set status = 'expired', sealed_token = null
            where merchant_id = $1 and checkout_id = $2 and status = 'open' and (expires_at <= $3 or snapshot_hash <> $4) returning id, provider`,
    values: [checkout.merchantId, checkout.checkoutId, ctx.clock.now(), checkout.snapshotHash],
  });
  return rows.filter(({ provider }) => provider !== 'simulator').map(({ id }) => id);
}

/** Writes how it ended; one that is complete stays so. The token of a card that was being authenticated goes. */
export async function endHosted(ctx: Ctx, id: string, end: 'complete' | 'expired'): Promise<void> {
  await ctx.db.write({
    name: 'hosted.end',
    text: `update hosted_checkout set status = $2, payment_status = $3, sealed_token = null where id = $1 and status <> 'complete'`,
    values: [id, end, end === 'complete' ? 'paid' : 'unpaid'],
  });
}

export async function countDecline(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.write({ name: 'hosted.count-decline', text: `update hosted_checkout set decline_count = decline_count + 1 where id = $1`, values: [id] });
}

/** Keeps the authentication under way and the token that it is for; the last one counts. */
export async function writeAuthenticating(ctx: Ctx, id: string, authenticating: { authenticationId: string; sealedToken: string }): Promise<void> {
  await ctx.db.write({
    name: 'hosted.authenticating',
    text: `update hosted_checkout set authentication_id = $2, sealed_token = $3 where id = $1`,
    values: [id, authenticating.authenticationId, authenticating.sealedToken],
  });
}

/** Takes both away: an authentication is tried once. */
export async function clearAuthenticating(ctx: Ctx, id: string, authenticationId: string): Promise<void> {
  await ctx.db.write({
    name: 'hosted.authenticated',
    text: `update hosted_checkout set authentication_id = null, sealed_token = null where id = $1 and authentication_id = $2`,
    values: [id, authenticationId],
  });
}

/** Those that are written as open though their time is over or there is an order, the oldest first. */
export async function listOver(ctx: Ctx, limit: number): Promise<HostedRow[]> {
  const rows = await ctx.db.query<Row>({
    name: 'hosted.over',
    text: `${SELECT} where h.status = 'open' and (h.expires_at <= $1 or o.id is not null) order by h.expires_at limit $2`,
    values: [ctx.clock.now(), limit],
  });
  return rows.map(toHostedRow);
}

/** The provider's name of it, and where it is; the address stays as it was where only the name is known. What was written once stays. */
export async function writeSession(ctx: Ctx, id: string, { sessionId, url }: { sessionId: string; url?: string }): Promise<void> {
  await ctx.db.write({
    name: 'hosted.session',
    text: `update hosted_checkout set provider_session_id = coalesce(provider_session_id, $2), url = coalesce($3, url) where id = $1`,
    values: [id, sessionId, url ?? null],
  });
}

/** A payment that came too late, before it is given back. */
export async function writeLatePayment(ctx: Ctx, id: string, reference: string): Promise<void> {
  await ctx.db.write({ name: 'hosted.late', text: `update hosted_checkout set late_reference = $2 where id = $1`, values: [id, reference] });
}

/** Open ones of a provider that nobody has asked about since `before`, at most `limit`: no one else asks about them for now. */
export async function leaseUnheard(ctx: Ctx, lease: { before: Date; limit: number }): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'hosted.lease-unheard',
    text: `update hosted_checkout set checked_at = $1
            where id in (select id from hosted_checkout where status = 'open' and provider <> 'simulator' and provider_session_id is not null and coalesce(checked_at, created_at) <= $2
                         order by coalesce(checked_at, created_at) limit $3 for update skip locked)
           returning id`,
    values: [ctx.clock.now(), lease.before, lease.limit],
  });
  return rows.map(({ id }) => id);
}

/** For tests alone (POST /testing/age): makes it that much older, and what it holds of its checkout with it. */
export async function ageHosted(ctx: Ctx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'hosted.age',
    text: `with aged as (
             update hosted_checkout set created_at = created_at - $2::int * interval '1 second', expires_at = expires_at - $2::int * interval '1 second' where id = $1
             returning id, merchant_id, checkout_id
           ), held as (
             update checkout c set held_until = c.held_until - $2::int * interval '1 second' from aged where c.merchant_id = aged.merchant_id and c.id = aged.checkout_id
           )
           select id from aged`,
    values: [id, seconds],
  });
  return rows.length === 1;
}
