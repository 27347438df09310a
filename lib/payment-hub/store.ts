import { toCurrency } from '@/lib/kernel/money';
import type { CardAvailability, Ctx, MerchantAccountState } from '@/lib/ports';
import type { Payout } from './types';

export type AccountRow = {
  readonly merchantId: string;
  readonly provider: 'simulator' | 'stripe';
  readonly accountId: string | null;
  readonly generation: number;
  readonly availability: CardAvailability;
  readonly requirements: readonly string[];
  readonly payoutsEnabled: boolean;
  readonly feeBasisPoints: number;
  readonly syncedAt: Date | null;
};

type Row = {
  merchant_id: string; provider: AccountRow['provider']; account_id: string | null; generation: number; availability: CardAvailability; requirements: string[]; payouts_enabled: boolean;
  fee_basis_points: number; synced_at: Date | null;
};

const COLUMNS = 'merchant_id, provider, account_id, generation, availability, requirements, payouts_enabled, fee_basis_points, synced_at';

const toAccount = (row: Row): AccountRow => ({
  merchantId: row.merchant_id,
  provider: row.provider,
  accountId: row.account_id,
  generation: row.generation,
  availability: row.availability,
  requirements: row.requirements,
  payoutsEnabled: row.payouts_enabled,
  feeBasisPoints: row.fee_basis_points,
  syncedAt: row.synced_at,
});

export async function findAccount(ctx: Ctx, merchantId: string): Promise<AccountRow | null> {
  const rows = await ctx.db.query<Row>({ name: 'payment-account.find', text: `select ${COLUMNS} from payment_account where merchant_id = $1`, values: [merchantId] });
  return rows[0] ? toAccount(rows[0]) : null;
}

export async function findMerchantOf(ctx: Ctx, accountId: string): Promise<string | null> {
  const rows = await ctx.db.query<{ merchant_id: string }>({ name: 'payment-account.merchant', text: `select merchant_id from payment_account where account_id = $1`, values: [accountId] });
  return rows[0]?.merchant_id ?? null;
}

/**
 * The row under which an account of this provider is opened. One of another provider makes way: it is the next generation then. Again, and at
 * the same moment, it is the same.
 */
export async function beginAccount(ctx: Ctx, { merchantId, provider }: Pick<AccountRow, 'merchantId' | 'provider'>): Promise<AccountRow> {
  const rows = await ctx.db.query<Row>({
    name: 'payment-account.begin',
    text: `insert into payment_account as a (merchant_id, provider, updated_at) values ($1, $2, $3)
           on conflict (merchant_id) do update set
             generation = a.generation + (a.provider <> $2)::int, provider = $2, updated_at = $3,
             account_id = case when a.provider = $2 then a.account_id end,
             availability = case when a.provider = $2 then a.availability else 'needs_onboarding' end,
             requirements = case when a.provider = $2 then a.requirements else '{}' end,
             payouts_enabled = a.provider = $2 and a.payouts_enabled,
             simulated_state = case when a.provider = $2 then a.simulated_state end,
             synced_at = case when a.provider = $2 then a.synced_at end
           returning ${COLUMNS}`,
    values: [merchantId, provider, ctx.clock.now()],
  });
  const [row] = rows;
  if (!row) throw new Error('an upsert returns its row');
  return toAccount(row);
}

/** Writes the account that was opened for this generation. False where the generation is over, or has one. */
export async function writeAccount(ctx: Ctx, { merchantId, generation }: Pick<AccountRow, 'merchantId' | 'generation'>, accountId: string): Promise<boolean> {
  const rows = await ctx.db.query<{ merchant_id: string }>({
    name: 'payment-account.opened',
    text: `update payment_account set account_id = $3, updated_at = $4 where merchant_id = $1 and generation = $2 and account_id is null returning merchant_id`,
    values: [merchantId, generation, accountId, ctx.clock.now()],
  });
  return rows.length === 1;
}

/** What the provider told; answers what was known before. Nothing changes, and null, where the merchant has another account by now. */
export async function writeState(tx: Ctx, accountId: string, state: MerchantAccountState): Promise<CardAvailability | null> {
  const rows = await tx.db.query<{ availability: CardAvailability }>({
    name: 'payment-account.synced',
    text: `with before as (select merchant_id, availability from payment_account where account_id = $1 for update)
           update payment_account a set availability = $2, requirements = $3, payouts_enabled = $4, synced_at = $5, updated_at = $5
             from before where a.merchant_id = before.merchant_id returning before.availability`,
    values: [accountId, state.availability, state.requirements, state.payoutsEnabled, tx.clock.now()],
  });
  return rows[0]?.availability ?? null;
}

/** Lets go of the account; the fee stays. */
export async function clearAccount(ctx: Ctx, merchantId: string): Promise<void> {
  await ctx.db.write({
    name: 'payment-account.clear',
    text: `update payment_account set account_id = null, generation = generation + 1, availability = 'needs_onboarding', requirements = '{}', payouts_enabled = false,
                  simulated_state = null, synced_at = null, updated_at = $2
            where merchant_id = $1`,
    values: [merchantId, ctx.clock.now()],
  });
}

export async function writeFee(ctx: Ctx, { merchantId, provider, feeBasisPoints }: Pick<AccountRow, 'merchantId' | 'provider' | 'feeBasisPoints'>): Promise<void> {
  await ctx.db.write({
    name: 'payment-account.fee',
    text: `insert into payment_account (merchant_id, provider, fee_basis_points, updated_at) values ($1, $2, $3, $4)
           on conflict (merchant_id) do update set fee_basis_points = $3, updated_at = $4`,
    values: [merchantId, provider, feeBasisPoints, ctx.clock.now()],
  });
}

/** What the simulator will tell of an account from now on. False where the merchant has none of its. */
export async function writeSimulatedState(ctx: Ctx, merchantId: string, state: CardAvailability): Promise<boolean> {
  const rows = await ctx.db.query<{ merchant_id: string }>({
    name: 'payment-account.simulate',
    text: `update payment_account set simulated_state = $2 where merchant_id = $1 and provider = 'simulator' and account_id is not null returning merchant_id`,
    values: [merchantId, state],
  });
  return rows.length === 1;
}

type PaidRow = { id: string; created_at: Date; currency: string; amount: bigint; refunded_amount: bigint; application_fee_amount: bigint };

/** Card orders of the merchant's hosted checkouts that stand: not those that were voided. */
export async function listPaid(ctx: Ctx, merchantId: string, limit: number): Promise<PaidRow[]> {
  return ctx.db.query<PaidRow>({
    name: 'payment-account.paid',
    text: `select o.id, o.created_at, h.currency, h.amount, o.refunded_amount, h.application_fee_amount
             from hosted_checkout h join purchase_order o on o.merchant_id = h.merchant_id and o.checkout_id = h.checkout_id
            where h.merchant_id = $1 and h.status = 'complete' and o.payment_status in ('authorized', 'captured') order by o.created_at desc, o.id desc limit $2`,
    values: [merchantId, limit],
  });
}

export async function listPayoutRows(ctx: Ctx, merchantId: string, limit: number): Promise<Payout[]> {
  const rows = await ctx.db.query<{ id: string; currency: string; amount: bigint; status: Payout['status']; arrives_on: string; created_at: Date }>({
    name: 'payment-account.payouts',
    text: `select id, currency, amount, status, to_char(arrives_on, 'YYYY-MM-DD') as arrives_on, created_at from merchant_payout where merchant_id = $1 order by created_at desc, id desc limit $2`,
    values: [merchantId, limit],
  });
  return rows.map(({ id, currency, amount, status, arrives_on, created_at }) => ({ payoutId: id, currency: toCurrency(currency), amount, status, arrivesOn: arrives_on, createdAt: created_at }));
}

/** Keeps what the provider told of an account's payouts: one that is known changes its state and its day, never its amount. */
export async function writePayouts(ctx: Ctx, { merchantId, accountId }: { merchantId: string; accountId: string }, payouts: readonly Payout[]): Promise<void> {
  if (payouts.length === 0) return;
  await ctx.db.write({
    name: 'payment-account.take-payouts',
    text: `insert into merchant_payout as p (merchant_id, id, account_id, currency, amount, status, arrives_on, created_at)
           select $1, t.id, $2, t.currency, t.amount, t.status, t.arrives_on, t.created_at
             from unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::date[], $8::timestamptz[]) as t (id, currency, amount, status, arrives_on, created_at)
           on conflict (merchant_id, id) do update set status = excluded.status, arrives_on = excluded.arrives_on`,
    values: [
      merchantId, accountId, payouts.map(({ payoutId }) => payoutId), payouts.map(({ currency }) => currency), payouts.map(({ amount }) => amount.toString()), payouts.map(({ status }) => status),
      payouts.map(({ arrivesOn }) => arrivesOn), payouts.map(({ createdAt }) => createdAt),
    ],
  });
}

/** Of this provider, those that were not asked for since; the longest first. */
export async function listStale(ctx: Ctx, query: { provider: AccountRow['provider']; before: Date; limit: number }): Promise<string[]> {
  const rows = await ctx.db.query<{ merchant_id: string }>({
    name: 'payment-account.stale',
    text: `select merchant_id from payment_account where provider = $1 and account_id is not null and (synced_at is null or synced_at < $2) order by synced_at nulls first limit $3`,
    values: [query.provider, query.before, query.limit],
  });
  return rows.map(({ merchant_id }) => merchant_id);
}

/** An account of the simulator's that takes cards: what a demo begins with. */
export async function insertSimulatedAccount(ctx: Ctx, merchantId: string): Promise<void> {
  await ctx.db.write({
    name: 'payment-account.demo',
    text: `insert into payment_account (merchant_id, provider, account_id, availability, payouts_enabled, simulated_state, synced_at, updated_at)
           values ($1, 'simulator', 'acct_sim_' || replace($1, '-', ''), 'available', true, 'available', $2, $2)`,
    values: [merchantId, ctx.clock.now()],
  });
}
