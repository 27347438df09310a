import { decodeJson, encodeJson } from '@/lib/db';
import { toCurrency } from '@/lib/kernel/money';
import type { OrderPaymentStatus, OrderProgress, OrderStatus } from '@/lib/order';
import type { ClaimedCredential, Ctx } from '@/lib/ports';
import { readContent } from './read-content';
import type { CaptureMethod, Checkout, CheckoutContent, CheckoutDetails } from './types';
import type { CheckoutStatus } from './status';

type CheckoutRow = {
  id: string;
  merchant_id: string;
  merchant_handle: string;
  merchant_name: string;
  agent_id: string | null;
  api_key_id: string | null;
  wire: string;
  wire_version: string;
  status: CheckoutStatus;
  version: number;
  started_version: number | null;
  currency: string;
  content: unknown;
  snapshot_hash: string;
  created_at: Date;
  updated_at: Date;
  expires_at: Date;
  held_until: Date | null;
  terms_moved: boolean;
  order_id: string | null;
  order_number: bigint | null;
  order_status: OrderStatus | null;
  order_payment_status: OrderPaymentStatus | null;
  order_progress: unknown;
  order_created_at: Date | null;
};

const SELECT = `select c.id, c.merchant_id, m.handle as merchant_handle, m.name as merchant_name, c.agent_id, c.api_key_id, c.wire, c.wire_version, c.status,
       c.version, c.started_version, c.currency, c.content, c.snapshot_hash, c.created_at, c.updated_at,
       greatest(c.expires_at, c.held_until) as expires_at, c.held_until, c.terms_version <> m.terms_version as terms_moved,
       o.id as order_id, o.order_number, o.status as order_status, o.payment_status as order_payment_status, o.progress as order_progress,
       o.created_at as order_created_at
  from checkout c
  join merchant m on m.id = c.merchant_id
  left join purchase_order o on o.merchant_id = c.merchant_id and o.checkout_id = c.id
 where c.id = $1`;

function toCheckout(row: CheckoutRow): Checkout {
  return {
    ...readContent(row.content),
    id: row.id,
    merchantId: row.merchant_id,
    merchantHandle: row.merchant_handle,
    merchantName: row.merchant_name,
    agentId: row.agent_id,
    apiKeyId: row.api_key_id,
    wire: row.wire,
    wireVersion: row.wire_version,
    status: row.status,
    version: row.version,
    startedVersion: row.started_version,
    currency: toCurrency(row.currency),
    snapshotHash: row.snapshot_hash,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
    heldUntil: row.held_until,
    termsMoved: row.terms_moved,
    order: toPlacedOrder(row),
  };
}

function toPlacedOrder(row: CheckoutRow): Checkout['order'] {
  if (!row.order_id || !row.order_status || !row.order_payment_status || !row.order_created_at) return null;
  return {
    id: row.order_id,
    number: String(row.order_number),
    status: row.order_status,
    paymentStatus: row.order_payment_status,
    progress: decodeJson<OrderProgress>(row.order_progress),
    createdAt: row.order_created_at,
  };
}

export async function findCheckout(ctx: Ctx, id: string): Promise<Checkout | null> {
  const rows = await ctx.db.query<CheckoutRow>({ name: 'checkout.find', text: SELECT, values: [id] });
  return rows[0] ? toCheckout(rows[0]) : null;
}

/** With a row lock, for the transaction under way. */
export async function lockCheckout(ctx: Ctx, id: string): Promise<Checkout | null> {
  const rows = await ctx.db.query<CheckoutRow>({ name: 'checkout.lock', text: `${SELECT} for update of c`, values: [id] });
  return rows[0] ? toCheckout(rows[0]) : null;
}

export type NewCheckout = Omit<Checkout, 'order' | 'updatedAt' | 'version' | 'startedVersion' | 'merchantHandle' | 'merchantName' | 'heldUntil' | 'termsMoved'> & {
  readonly termsVersion: bigint;
};

export async function insertCheckout(ctx: Ctx, checkout: NewCheckout): Promise<void> {
  await ctx.db.write({
    name: 'checkout.insert',
    text: `insert into checkout (merchant_id, id, agent_id, api_key_id, wire, wire_version, status, version, currency, total_amount, content, snapshot_hash,
                                 created_at, updated_at, expires_at, terms_version)
           values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11, $12, $12, $13, $14)`,
    values: [
      checkout.merchantId, checkout.id, checkout.agentId, checkout.apiKeyId, checkout.wire, checkout.wireVersion, checkout.status, checkout.currency,
      checkout.totals.totalAmount.toString(), encodeJson(contentOf(checkout)), checkout.snapshotHash, checkout.createdAt, checkout.expiresAt,
      checkout.termsVersion.toString(),
    ],
  });
}

type Change = { readonly id: string; readonly status: CheckoutStatus; readonly content: CheckoutContent; readonly snapshotHash: string; readonly termsVersion?: bigint; /** Nothing of what is bought changes: a checkout that was declared final still is. */ readonly isPayment?: boolean };

/** The version after a step of its payment: of a checkout that was declared final it stays, so that it is still the one to be paid. */
const VERSION_AFTER_PAYMENT = 'version + case when started_version = version then 0 else 1 end';

export const versionAfterPayment = ({ version, startedVersion }: Pick<Checkout, 'version' | 'startedVersion'>): number => (startedVersion === version ? version : version + 1);

/** Writes a locked checkout's new content and status; its version moves by one. `termsVersion` where it was priced anew, which ends a hold of its price. Answers its time of change. */
export async function writeCheckout(ctx: Ctx, change: Change): Promise<Date> {
  const updatedAt = ctx.clock.now();
  await ctx.db.write({
    name: change.isPayment ? 'checkout.write-payment' : 'checkout.write',
    text: `update checkout set status = $2, content = $3, snapshot_hash = $4, total_amount = $5, version = ${change.isPayment ? VERSION_AFTER_PAYMENT : 'version + 1'}, updated_at = $6,
             terms_version = coalesce($7, terms_version), held_until = case when $7::bigint is null then held_until end where id = $1`,
    values: [change.id, change.status, encodeJson(contentOf(change.content)), change.snapshotHash, change.content.totals.totalAmount.toString(), updatedAt, change.termsVersion?.toString() ?? null],
  });
  return updatedAt;
}

/** The same for the status alone. */
export async function writeStatus(ctx: Ctx, id: string, status: CheckoutStatus): Promise<Date> {
  const updatedAt = ctx.clock.now();
  await ctx.db.write({
    name: 'checkout.write-status',
    text: `update checkout set status = $2, version = ${VERSION_AFTER_PAYMENT}, updated_at = $3 where id = $1`,
    values: [id, status, updatedAt],
  });
  return updatedAt;
}

/** Holds the price of a locked checkout until then, and keeps it payable as long; null ends a hold. */
export async function writeHold(ctx: Ctx, id: string, until: Date | null): Promise<void> {
  await ctx.db.write({ name: 'checkout.write-hold', text: `update checkout set held_until = $2 where id = $1`, values: [id, until] });
}

/** Declares a locked checkout final: its version moves by one, and that one is the one to be paid. Answers it. */
export async function writeStart(ctx: Ctx, id: string): Promise<{ version: number; updatedAt: Date }> {
  const updatedAt = ctx.clock.now();
  const rows = await ctx.db.query<{ version: number }>({
    name: 'checkout.start',
    text: `update checkout set version = version + 1, started_version = version + 1, updated_at = $2 where id = $1 returning version`,
    values: [id, updatedAt],
  });
  return { version: rows[0]?.version ?? 0, updatedAt };
}

/** Writes a locked checkout's details alone. */
export async function writeDetails(ctx: Ctx, id: string, details: CheckoutDetails): Promise<void> {
  await ctx.db.write({
    name: 'checkout.write-details',
    text: `update checkout set content = jsonb_set(content, '{details}', $2::jsonb) where id = $1`,
    values: [id, JSON.stringify(details)],
  });
}

/** Unpaid checkouts whose time is over and not yet written down, the oldest first. */
export async function listLapsedCheckouts(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'checkout.lapsed',
    text: `select id from checkout where status in ('open', 'needs_input', 'ready', 'authentication_required') and expires_at <= $1
            and (held_until is null or held_until <= $1) order by expires_at limit $2`,
    values: [ctx.clock.now(), limit],
  });
  return rows.map(({ id }) => id);
}

const contentOf = (content: CheckoutContent): CheckoutContent => ({
  lines: content.lines,
  options: content.options,
  selections: content.selections,
  groups: content.groups,
  discounts: content.discounts,
  details: content.details,
  buyer: content.buyer,
  contact: content.contact,
  address: content.address,
  totals: content.totals,
  messages: content.messages,
  handover: content.handover,
  authentication: content.authentication,
});

export type Attempt = {
  readonly id: string;
  readonly merchantId: string;
  readonly merchantHandle: string;
  readonly merchantName: string;
  readonly checkoutId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: 'authorizing' | 'authorized' | 'captured' | 'declined' | 'voided' | 'expired';
  readonly networkTransactionId: string | null;
  readonly credential: ClaimedCredential;
  readonly captureMethod: CaptureMethod;
  readonly wireVersion: string;
  readonly leasedUntil: Date;
};

type AttemptRow = {
  id: string;
  merchant_id: string;
  merchant_handle: string;
  merchant_name: string;
  checkout_id: string;
  amount: bigint;
  currency: string;
  status: Attempt['status'];
  network_transaction_id: string | null;
  credential: Omit<ClaimedCredential, 'kind'> & { kind?: ClaimedCredential['kind'] };
  capture_method: CaptureMethod;
  wire_version: string;
  leased_until: Date;
};

const ATTEMPT_COLUMNS = `id, merchant_id, (select handle from merchant where merchant.id = merchant_id) as merchant_handle,
  (select name from merchant where merchant.id = merchant_id) as merchant_name, checkout_id, amount, currency, status, network_transaction_id, credential, capture_method, wire_version, leased_until`;

const toAttempt = (row: AttemptRow): Attempt => ({
  id: row.id,
  merchantId: row.merchant_id,
  merchantHandle: row.merchant_handle,
  merchantName: row.merchant_name,
  checkoutId: row.checkout_id,
  amount: row.amount,
  currency: row.currency,
  status: row.status,
  networkTransactionId: row.network_transaction_id,
  // Rows from before there were kinds are the wallet's.
  credential: { ...row.credential, kind: row.credential.kind ?? 'wallet' } as ClaimedCredential,
  captureMethod: row.capture_method,
  wireVersion: row.wire_version,
  leasedUntil: row.leased_until,
});

export async function insertAttempt(ctx: Ctx, attempt: Omit<Attempt, 'status' | 'networkTransactionId' | 'merchantHandle' | 'merchantName'>): Promise<void> {
  await ctx.db.write({
    name: 'attempt.insert',
    text: `insert into payment_attempt (id, merchant_id, checkout_id, token_id, amount, currency, status, credential, capture_method, wire_version, leased_until, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, 'authorizing', $7, $8, $9, $10, $11, $11)`,
    values: [
      attempt.id, attempt.merchantId, attempt.checkoutId, attempt.credential.tokenId, attempt.amount.toString(), attempt.currency,
      JSON.stringify(attempt.credential), attempt.captureMethod, attempt.wireVersion, attempt.leasedUntil, ctx.clock.now(),
    ],
  });
}

/** The newest attempt on a checkout, or null. */
export async function findLastAttempt(ctx: Ctx, checkoutId: string): Promise<Attempt | null> {
  const rows = await ctx.db.query<AttemptRow>({
    name: 'attempt.last',
    text: `select ${ATTEMPT_COLUMNS} from payment_attempt where checkout_id = $1 order by created_at desc limit 1`,
    values: [checkoutId],
  });
  return rows[0] ? toAttempt(rows[0]) : null;
}

export async function findAttempt(ctx: Ctx, id: string): Promise<Attempt | null> {
  const rows = await ctx.db.query<AttemptRow>({ name: 'attempt.find', text: `select ${ATTEMPT_COLUMNS} from payment_attempt where id = $1`, values: [id] });
  return rows[0] ? toAttempt(rows[0]) : null;
}

/** The attempt that a token pays with: there is one at most. */
export async function findAttemptByToken(ctx: Ctx, tokenId: string): Promise<Attempt | null> {
  const rows = await ctx.db.query<AttemptRow>({
    name: 'attempt.by-token',
    text: `select ${ATTEMPT_COLUMNS} from payment_attempt where token_id = $1`,
    values: [tokenId],
  });
  return rows[0] ? toAttempt(rows[0]) : null;
}

/** The attempt that the network knows by this transaction, or null. */
export async function findAttemptByTransaction(ctx: Ctx, transactionId: string): Promise<Attempt | null> {
  const rows = await ctx.db.query<AttemptRow>({
    name: 'attempt.by-transaction',
    text: `select ${ATTEMPT_COLUMNS} from payment_attempt where network_transaction_id = $1`,
    values: [transactionId],
  });
  return rows[0] ? toAttempt(rows[0]) : null;
}

/** Takes over attempts whose process fell silent, at most `limit`, by moving their lease. */
export async function leaseSilentAttempts(ctx: Ctx, lease: { until: Date; limit: number; id?: string }): Promise<Attempt[]> {
  const rows = await ctx.db.query<AttemptRow>({
    name: 'attempt.lease-silent',
    text: `update payment_attempt set leased_until = $1
            where id in (select id from payment_attempt where status = 'authorizing' and leased_until <= $2 and ($4::text is null or id = $4)
                         order by leased_until limit $3 for update skip locked)
           returning ${ATTEMPT_COLUMNS}`,
    values: [lease.until, ctx.clock.now(), lease.limit, lease.id ?? null],
  });
  return rows.map(toAttempt);
}

/** Moves an attempt on; false when another process did so first. */
export async function moveAttempt(
  ctx: Ctx,
  move: { id: string; from: Attempt['status']; to: Attempt['status']; networkTransactionId: string; declineReason: string | null },
): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'attempt.move',
    text: `update payment_attempt set status = $3, network_transaction_id = $4, decline_reason = $5, updated_at = $6
            where id = $1 and status = $2 returning id`,
    values: [move.id, move.from, move.to, move.networkTransactionId, move.declineReason, ctx.clock.now()],
  });
  return rows.length === 1;
}
