import { jsonHash } from '@/lib/kernel/hash';
import { cleanText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import type { BuyerHistory, Discount, DiscountScope } from './types';

type DiscountRow = {
  id: string;
  code: string | null;
  name: string;
  percent_basis_points: number | null;
  off_amount: bigint | null;
  scope: DiscountScope;
  targets: string[];
  method: 'each' | 'across';
  priority: number;
  combinable: boolean;
  minimum_amount: bigint;
  starts_at: Date | null;
  ends_at: Date | null;
  max_redemptions: number | null;
  max_per_buyer: number | null;
  first_purchase_only: boolean;
  redeemed_count: number;
};

const COLUMNS = `id, code, name, percent_basis_points, off_amount, scope, targets, method, priority, combinable, minimum_amount, starts_at, ends_at, max_redemptions,
  max_per_buyer, first_purchase_only`;

/** The discounts of a merchant that these codes name, whatever their letter case, and those that apply by themselves. Those that are switched off are not there. */
export async function findDiscounts(ctx: Ctx, merchantId: string, codes: readonly string[]): Promise<Discount[]> {
  const rows = await ctx.db.query<DiscountRow>({
    name: 'discount.find',
    text: `select ${COLUMNS}, redeemed_count from discount where merchant_id = $1 and active and (code is null or lower(code) = any($2))`,
    values: [merchantId, codes.map((code) => code.toLowerCase())],
  });
  return rows.map((row) => ({
    merchantId,
    id: row.id,
    code: row.code,
    name: row.name,
    percentBasisPoints: row.percent_basis_points,
    offAmount: row.off_amount,
    scope: row.scope,
    targets: row.targets,
    method: row.method,
    priority: row.priority,
    combinable: row.combinable,
    minimumAmount: row.minimum_amount,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    maxRedemptions: row.max_redemptions,
    maxPerBuyer: row.max_per_buyer,
    firstPurchaseOnly: row.first_purchase_only,
    redeemedCount: row.redeemed_count,
  }));
}

const MAX_NAME_LENGTH = 100;

/** For the seed and later imports. Its words stand on approvals, so they are cleaned as they come in. Its code must be none of the merchant's already. */
export async function insertDiscount(ctx: Ctx, discount: Omit<Discount, 'redeemedCount'>): Promise<void> {
  await ctx.db.query({
    name: 'discount.insert',
    text: `insert into discount (merchant_id, ${COLUMNS}, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    values: [
      discount.merchantId, discount.id, discount.code, cleanText(discount.name, MAX_NAME_LENGTH), discount.percentBasisPoints, discount.offAmount?.toString() ?? null,
      discount.scope, discount.targets, discount.method, discount.priority, discount.combinable, discount.minimumAmount.toString(), discount.startsAt, discount.endsAt,
      discount.maxRedemptions, discount.maxPerBuyer, discount.firstPurchaseOnly, ctx.clock.now(),
    ],
  });
}

/** One buyer at one merchant: the address itself is kept with the order alone. */
const hashOf = (merchantId: string, email: string): string => jsonHash({ merchant: merchantId, email: email.toLowerCase() });

type BuyerQuery = { readonly merchantId: string; readonly email: string; readonly discountIds: readonly string[] };

/** What this buyer took and bought of the merchant before. Orders that were canceled are not among it. */
export async function findBuyerHistory(ctx: Ctx, { merchantId, email, discountIds }: BuyerQuery): Promise<BuyerHistory> {
  const [counts, bought] = await Promise.all([
    ctx.db.query<{ discount_id: string; n: number }>({
      name: 'discount.count-of-buyer',
      text: `select discount_id, count(*)::int as n from discount_redemption
              where merchant_id = $1 and discount_id = any($2) and buyer_hash = $3 and status = 'counted' group by discount_id`,
      values: [merchantId, discountIds, hashOf(merchantId, email)],
    }),
    ctx.db.query<{ id: string }>({
      name: 'discount.find-order-of-buyer',
      text: `select id from purchase_order where merchant_id = $1 and buyer_email_key = $2 and status <> 'canceled' limit 1`,
      values: [merchantId, email.toLowerCase()],
    }),
  ]);
  return { redemptions: new Map(counts.map((row) => [row.discount_id, row.n])), hasBought: bought.length > 0 };
}

export type Redemption = {
  readonly merchantId: string;
  readonly discountId: string;
  readonly checkoutId: string;
  readonly email: string | null;
  readonly amount: bigint;
};

/** Counts one more of a discount with a limit, and locks it until the transaction ends. False when there was none left. One without a limit is not touched. */
export async function raiseCount(ctx: Ctx, { merchantId, discountId }: Redemption): Promise<boolean> {
  const rows = await ctx.db.query<{ limited: boolean }>({
    name: 'discount.raise-count',
    text: `with found as (
             select id, (max_redemptions is not null or max_per_buyer is not null or first_purchase_only) as limited from discount
              where merchant_id = $1 and id = $2 and active
           ), raised as (
             update discount d set redeemed_count = redeemed_count + 1 from found
              where d.merchant_id = $1 and d.id = found.id and found.limited and (d.max_redemptions is null or d.redeemed_count < d.max_redemptions) returning d.id
           )
           select limited from found where not limited or exists (select from raised)`,
    values: [merchantId, discountId],
  });
  return rows.length === 1;
}

/** Writes that a checkout takes a discount; false when its buyer took it as often as it may be. After raiseCount, which makes two of one buyer wait for each other. */
export async function insertRedemption(ctx: Ctx, { merchantId, discountId, checkoutId, email, amount }: Redemption): Promise<boolean> {
  const rows = await ctx.db.query<{ checkout_id: string }>({
    name: 'discount.insert-redemption',
    text: `insert into discount_redemption (merchant_id, discount_id, checkout_id, buyer_hash, amount, status, created_at)
           select $1, $2, $3, $4, $5, 'counted', $6 from discount d
            where d.merchant_id = $1 and d.id = $2
              and ((d.max_per_buyer is null and not d.first_purchase_only)
                   or (select count(*) from discount_redemption r where r.merchant_id = $1 and r.discount_id = $2 and r.buyer_hash = $4 and r.status = 'counted')
                      < case when d.first_purchase_only then 1 else d.max_per_buyer end)
           on conflict (checkout_id, discount_id) do update set status = 'counted', buyer_hash = excluded.buyer_hash, amount = excluded.amount
             where discount_redemption.status = 'released'
           returning checkout_id`,
    values: [merchantId, discountId, checkoutId, email === null ? null : hashOf(merchantId, email), amount.toString(), ctx.clock.now()],
  });
  return rows.length === 1;
}

/** counted -> released, and one less of each discount with a limit. */
export async function releaseAll(ctx: Ctx, checkoutId: string): Promise<void> {
  await ctx.db.write({
    name: 'discount.release',
    text: `with released as (
             update discount_redemption set status = 'released' where checkout_id = $1 and status = 'counted' returning merchant_id, discount_id)
           update discount d set redeemed_count = d.redeemed_count - 1 from released r
            where d.merchant_id = r.merchant_id and d.id = r.discount_id and (d.max_redemptions is not null or d.max_per_buyer is not null or d.first_purchase_only)
              and d.redeemed_count > 0`,
    values: [checkoutId],
  });
}
