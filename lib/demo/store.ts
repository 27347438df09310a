import type { Ctx } from '@/lib/ports';
import type { DemoRate, DemoTax } from './world';

/** One seeding at a time, over all processes; held until the transaction ends. */
export async function lockInstallation(tx: Ctx): Promise<void> {
  await tx.db.query({ name: 'demo.lock', text: `select pg_advisory_xact_lock(hashtext('countersign.demo'))`, values: [] });
}

export async function findFact(ctx: Ctx, key: string): Promise<string | null> {
  const rows = await ctx.db.query<{ value: string }>({ name: 'demo.find-fact', text: `select value from installation where key = $1`, values: [key] });
  return rows[0]?.value ?? null;
}

export async function putFact(ctx: Ctx, key: string, value: string): Promise<void> {
  await ctx.db.query({ name: 'demo.put-fact', text: `insert into installation (key, value) values ($1, $2)`, values: [key, value] });
}

/** Nobody has moved in yet. */
export async function isEmpty(ctx: Ctx): Promise<boolean> {
  const rows = await ctx.db.query<{ used: boolean }>({
    name: 'demo.is-empty',
    text: `select exists (select 1 from merchant) or exists (select 1 from app_user) as used`,
    values: [],
  });
  return rows[0]?.used === false;
}

export async function insertShippingRate(ctx: Ctx, merchantId: string, rate: DemoRate, sortOrder: number): Promise<void> {
  await ctx.db.query({
    name: 'demo.insert-shipping-rate',
    text: `insert into shipping_rate (merchant_id, id, title, description, carrier, country, region, amount, min_delivery_days, max_delivery_days, sort_order)
           values ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10)`,
    values: [merchantId, rate.id, rate.title, rate.description, rate.carrier, rate.country, rate.amount.toString(), rate.minDays, rate.maxDays, sortOrder],
  });
}

export async function insertTaxRate(ctx: Ctx, merchantId: string, tax: DemoTax): Promise<void> {
  await ctx.db.query({
    name: 'demo.insert-tax-rate',
    text: `insert into tax_rate (merchant_id, country, region, category, name, rate_basis_points) values ($1, $2, $3, '', $4, $5)`,
    values: [merchantId, tax.country, tax.region, tax.name, tax.rateBasisPoints],
  });
}
