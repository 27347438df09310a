import type { CardAvailability, Ctx, MerchantAccountState } from '@/lib/ports';

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

type PayoutRow = { id: string; created_at: Date; currency: string; amount: bigint; refunded_amount: bigint; application_fee_amount: bigint };

/** Orders that were paid at a hosted checkout, the newest first, with what of them went back. */
export async function listPaid(ctx: Ctx, merchantId: string, limit: number): Promise<PayoutRow[]> {
  return ctx.db.query<PayoutRow>({
    name: 'payment-account.paid',
    text: `select o.id, o.created_at, h.currency, h.amount, o.refunded_amount, h.application_fee_amount
             from hosted_checkout h join purchase_order o on o.merchant_id = h.merchant_id and o.checkout_id = h.checkout_id
            where h.merchant_id = $1 and h.status = 'complete' order by o.created_at desc, o.id desc limit $2`,
    values: [merchantId, limit],
  });
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
